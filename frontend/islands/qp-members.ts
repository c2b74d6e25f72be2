/**
 * <qp-members data-endpoint data-version> around a list of members: rows are added, removed and saved as a whole (PUT)
 * 0.8 s after the last key. Inside a form: submitting it waits until the members are saved.
 *
 * Parts: list, add (button), problem (alert), members-save (role=status). Rows: [data-member] with data-cell "name",
 * "role", "email"; a <template data-template="member">. Event: `qp-saved`.
 */
import { delay } from "./lib/backoff.ts";
import { define, part, stamp } from "./lib/element.ts";
import { wallClock } from "./lib/format.ts";
import { call, Problem } from "./lib/http.ts";
import { text } from "./lib/texts.ts";
import { sentence } from "./lib/words.ts";

const CELLS = ["name", "role", "email"] as const;
interface Saved { version: number; saved_at: string }

export class QpMembers extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirty = false;
  #failures = 0;
  #running: Promise<void> | undefined;

  connectedCallback(): void {
    part(this, "add").addEventListener("click", () => this.#add());
    this.addEventListener("click", (event) => {
      const button = (event.target as HTMLElement).closest('[data-part="remove"]');
      if (button) this.#remove(button.closest<HTMLElement>("[data-member]")!);
    });
    this.addEventListener("input", () => this.#changed());
    this.closest("form")?.addEventListener("submit", this.#onSubmit, { capture: true });
    addEventListener("beforeunload", (event) => this.#dirty && event.preventDefault());
  }

  get #rows(): HTMLElement[] {
    return [...part(this, "list").querySelectorAll<HTMLElement>("[data-member]")];
  }

  #input(row: HTMLElement, cell: string): HTMLInputElement {
    return row.querySelector<HTMLInputElement>(`[data-cell="${cell}"] input`)!;
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    if (!this.#dirty) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const form = event.target as HTMLFormElement;
    void this.#save().then(() => (this.#dirty ? part(this, "problem").scrollIntoView({ block: "center" }) : form.requestSubmit(event.submitter)));
  };

  #add(): void {
    const row = stamp(this, "member");
    part(this, "list").append(row);
    this.#number();
    this.#input(row, "name").focus();
  }

  #remove(row: HTMLElement): void {
    const next = (row.nextElementSibling ?? row.previousElementSibling) as HTMLElement | null;
    row.remove();
    this.#number();
    (next ? this.#input(next, "name") : part(this, "add")).focus();
    this.#changed();
  }

  #number(): void {
    this.#rows.forEach((row, index) => {
      part(row, "number").textContent = String(index + 1);
      for (const cell of CELLS) {
        const input = this.#input(row, cell);
        input.id = `member-${index + 1}-${cell}`;
        input.closest(".field")!.querySelector("label")!.htmlFor = input.id;
      }
    });
  }

  #changed(): void {
    this.#dirty = true;
    this.#say("saving", text("save.saving"));
    this.#schedule(800);
  }

  #schedule(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), wait);
  }

  #save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#send().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #send(): Promise<void> {
    while (this.#dirty) {
      this.#dirty = false;
      const rows = this.#rows.filter((row) => CELLS.some((cell) => this.#input(row, cell).value.trim()));
      const members = rows.map((row) => Object.fromEntries(CELLS.map((cell) => [cell, this.#input(row, cell).value])));
      try {
        const saved = await call<Saved>("PUT", this.dataset["endpoint"]!, { members, version: Number(this.dataset["version"]) });
        this.dataset["version"] = String(saved.version);
        this.#failures = 0;
        this.#problem("");
        for (const row of this.#rows) for (const cell of CELLS) this.#wrong(row, cell, "");
        this.dispatchEvent(new CustomEvent("qp-saved", { detail: saved, bubbles: true }));
        if (!this.#dirty) this.#say("saved", text("save.saved", { time: wallClock(saved.saved_at) }));
      } catch (problem) {
        this.#dirty = true;
        if (!(problem instanceof Problem)) throw problem;
        return this.#refused(problem, rows);
      }
    }
  }

  #refused(problem: Problem, rows: HTMLElement[]): void {
    this.#say("failed", text(problem.status === 0 ? "save.offline" : "save.failed"));
    for (const [field, told] of Object.entries(problem.fields)) {
      const [, number, cell] = field.split(".");
      const row = rows[Number(number)];
      if (row && cell) this.#wrong(row, cell, told.map((one) => one.message).join(" "));
    }
    this.#problem(problem.code === "changed_elsewhere" ? text("save.members") : sentence(problem));
    if (problem.passing) this.#schedule((problem.retryAfter ?? 0) * 1000 || delay(++this.#failures, 2000));
  }

  #wrong(row: HTMLElement, cell: string, message: string): void {
    const note = row.querySelector<HTMLElement>(`[data-cell="${cell}"] .error`)!;
    note.textContent = message;
    note.hidden = !message;
    this.#input(row, cell).toggleAttribute("aria-invalid", !!message);
  }

  #problem(message: string): void {
    const note = part(this, "problem");
    note.textContent = message;
    note.hidden = !message;
  }

  #say(state: string, message: string): void {
    const line = part(this, "members-save");
    line.dataset["state"] = state;
    line.textContent = message;
  }
}

define("qp-members", QpMembers);
