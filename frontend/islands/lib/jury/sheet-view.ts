/** The right pane: criteria as native radios (or a number where a scale has many steps), the sum, the note. */
import { maybe, part, stamp } from "../element.ts";
import { clearErrors, showErrors } from "../errors.ts";
import { text } from "../texts.ts";
import { composite, fromDigit, points } from "./marks.ts";
import type { Clash, Sheet } from "./sheet.ts";
import { NOTE } from "./sheet.ts";
import type { Ballot, Criterion, Marks } from "./types.ts";

export interface SheetListener {
  mark(key: string, hundredths: number | null): void;
  note(text: string): void;
  done(): void;
  reopen(): void;
  settle(mine: boolean): void;
}

export class SheetView {
  readonly #host: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #round: Ballot["round"];
  readonly #listener: SheetListener;

  constructor(host: HTMLElement, round: Ballot["round"], listener: SheetListener) {
    this.#host = host;
    this.#form = host.querySelector("form")!;
    this.#round = round;
    this.#listener = listener;
    this.#form.addEventListener("input", (event) => this.#edited(event.target as HTMLInputElement));
    this.#form.addEventListener("submit", (event) => (event.preventDefault(), listener.done()));
    part(host, "reopen").addEventListener("click", () => listener.reopen());
  }

  #edited(control: HTMLInputElement): void {
    if (control.name === NOTE) return this.#listener.note(control.value);
    const key = control.name.replace(/^mark-/, "");
    if (control.type === "radio") return this.#listener.mark(key, Number(control.value));
    const typed = control.value === "" ? null : Math.round(control.valueAsNumber * 100);
    if (typed === null || Number.isFinite(typed)) this.#listener.mark(key, typed);
  }

  /** `first`: the marks that were kept for the sound alone, shown beside those of now. */
  show(sheet: Sheet, frozen: boolean, first?: Marks): void {
    const marks = sheet.marks;
    for (const { key } of this.#round.criteria) {
      for (const control of this.#controls(key)) {
        if (control.type === "radio") control.checked = control.value === String(marks[key]);
        else if (document.activeElement !== control) control.value = marks[key] === undefined ? "" : String(marks[key] / 100);
      }
    }
    const note = this.#note;
    if (note.value !== sheet.note) note.value = sheet.note;
    part<HTMLFieldSetElement>(this.#host, "fields").disabled = frozen;
    this.#sum(composite(this.#round.criteria, marks));
    const complete = sheet.state === "complete";
    part(this.#host, "done").textContent = text(complete || frozen ? "jury.next" : "jury.done_next");
    part(this.#host, "reopen").hidden = !complete || frozen;
    this.#clash(sheet.clashes);
    for (const { key } of this.#round.criteria) this.#first(key, first?.[key], marks[key]);
  }

  #first(key: string, first: number | undefined, now: number | undefined): void {
    const line = this.#form.querySelector<HTMLElement>(`[data-field="mark-${key}"] [data-part="first"]`);
    if (!line) return; // a round with one mark
    line.hidden = first === undefined;
    if (first === undefined) return;
    const language = document.documentElement.lang;
    const by = (now ?? first) - first;
    const change = `${by > 0 ? "+" : "−"}${points(Math.abs(by), language)}`;
    line.textContent = text(by ? "jury.first_mark" : "jury.first_same", { first: points(first, language), now: points(now ?? first, language), change });
  }

  /** A new entry stands here: messages of the one before go. */
  fresh(): void {
    clearErrors(this.#host, this.#form);
  }

  #sum(score: number | undefined): void {
    part(this.#host, "sum").textContent = score === undefined ? "–" : points(score, document.documentElement.lang, 2);
    part(this.#host, "sum-hint").hidden = score !== undefined;
  }

  /** Both versions of what was changed on two devices, and the choice between them. */
  #clash(clashes: Clash[]): void {
    maybe(this.#host, "clash")?.remove();
    if (!clashes.length) return;
    const box = stamp(this.#host, "clash");
    const list = part(box, "both");
    for (const clash of clashes) {
      const row = stamp(this.#host, "clash-row");
      part(row, "what").textContent = clash.field === NOTE ? text("jury.note") : this.title(clash.field);
      part(row, "mine").textContent = readable(clash.mine, clash.field);
      part(row, "theirs").textContent = readable(clash.theirs, clash.field);
      list.append(row);
    }
    part(box, "keep").addEventListener("click", () => this.#listener.settle(true));
    part(box, "take").addEventListener("click", () => this.#listener.settle(false));
    this.#form.before(box);
  }

  /** Say which criteria have no mark yet; the focus goes to the summary. */
  incomplete(missing: Criterion[]): void {
    const fields = missing.map(({ key }) => [`mark-${key}`, [{ code: "unmarked", message: text("jury.unmarked", { title: this.title(key) }) }]]);
    showErrors(this.#host, this.#form, Object.fromEntries(fields));
  }

  /** The criterion's title as the page shows it. */
  title(key: string): string {
    return this.#form.querySelector(`[data-field="mark-${key}"] [data-part="title"]`)?.textContent ?? key;
  }

  /** A digit key: on the criterion that has the focus, else on the first one without a mark. */
  digit(digit: number, sheet: Sheet): { key: string; hundredths: number } | undefined {
    const hundredths = fromDigit(this.#round.scale, digit);
    if (hundredths === undefined) return undefined;
    const focused = (document.activeElement as HTMLInputElement | null)?.name?.replace(/^mark-/, "");
    const criterion = this.#round.criteria.find(({ key }) => key === focused) ?? this.#round.criteria.find(({ key }) => sheet.marks[key] === undefined);
    if (!criterion) return undefined;
    const radio = this.#controls(criterion.key).find((control) => control.value === String(hundredths));
    if (criterion.key === focused) radio?.focus();
    return { key: criterion.key, hundredths };
  }

  focusNote(): void {
    this.#note.focus();
  }

  /** Out of the note, back to where single keys work. */
  leaveNote(): void {
    part(this.#host, "heading").focus();
  }

  get #note(): HTMLTextAreaElement {
    return this.#form.querySelector<HTMLTextAreaElement>(`textarea[name="${NOTE}"]`)!;
  }

  #controls(key: string): HTMLInputElement[] {
    return [...this.#form.querySelectorAll<HTMLInputElement>(`input[name="mark-${key}"]`)];
  }
}

function readable(value: Clash["mine"], field: string): string {
  if (value === null || value === "") return "–";
  return field === NOTE ? String(value) : points(Number(value), document.documentElement.lang);
}
