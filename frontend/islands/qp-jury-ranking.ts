/**
 * <qp-jury-ranking data-sealed="/jury/…/sealed/"> around pages/juror/ranking.html: my own ranking to compare and
 * correct, and the closing of my sheets.
 *
 * Each mark is a native select, filled when its row comes near to the eye: 600 entries are 26,000 options. The score and the place change at once, the order of the rows only on demand, so that
 * nothing moves under the hand. Closing first sends what is unsent, then says what is missing, then asks.
 */
import { ask } from "./lib/ask.ts";
import { define, part, stamp } from "./lib/element.ts";
import { call, Problem } from "./lib/http.ts";
import { Keeper, type Item, SOON } from "./lib/jury/keeper.ts";
import { composite, places, points } from "./lib/jury/marks.ts";
import { format } from "./lib/jury/route.ts";
import { isOver, missing } from "./lib/jury/standing.ts";
import type { Ballot } from "./lib/jury/types.ts";
import { text } from "./lib/texts.ts";
import { sentence } from "./lib/words.ts";

export class QpJuryRanking extends HTMLElement {
  #keeper!: Keeper;
  readonly #near = new IntersectionObserver((rows) => rows.forEach((row) => row.isIntersecting && this.#fill(row.target)), { rootMargin: "600px" });

  connectedCallback(): void {
    for (const row of this.querySelectorAll("tbody [data-code]")) this.#near.observe(row);
    this.addEventListener("focusin", (event) => this.#fill((event.target as Element).closest("[data-code]")));
    const ballot = JSON.parse(document.getElementById("ballot")!.textContent!) as Ballot;
    this.#keeper = new Keeper(this, ballot, () => this.#render());
    this.addEventListener("change", (event) => this.#edited(event.target as HTMLSelectElement));
    part(this, "sort").addEventListener("click", () => this.#sort());
    this.querySelector("[data-part=seal]")?.addEventListener("click", () => void this.#seal());
    for (const button of this.querySelectorAll<HTMLElement>("[data-settle]")) {
      button.addEventListener("click", () => this.#settle(button.dataset["settle"] === "mine"));
    }
    this.#keeper.start();
  }

  disconnectedCallback(): void {
    this.#near.disconnect();
  }

  /** All marks of the scale into the selects of a row, once; what is chosen stays chosen. */
  #fill(row: Element | null): void {
    if (!row) return;
    this.#near.unobserve(row);
    for (const select of row.querySelectorAll("select:not([data-full])") as NodeListOf<HTMLSelectElement>) {
      const value = select.value;
      select.replaceChildren(...stamp(this, "steps").children);
      select.value = value;
      select.dataset["full"] = "";
    }
  }

  #item(row: Element): Item | undefined {
    return this.#keeper.items.find(({ doc }) => doc.entry.code === (row as HTMLElement).dataset["code"]);
  }

  #edited(control: HTMLSelectElement): void {
    const row = control.closest("[data-code]");
    const item = row && this.#item(row);
    if (!item || !control.name) return;
    item.sheet.mark(control.name, control.value === "" ? null : Number(control.value));
    if (control.value === "") item.sheet.setDone(false);
    void this.#keeper.edited(item, SOON.mark);
  }

  #settle(mine: boolean): void {
    for (const item of this.#keeper.items) if (item.sheet.clashes.length) this.#keeper.settle(item, mine);
  }

  #render(): void {
    const rows = [...this.querySelectorAll<HTMLElement>("tbody [data-code]")];
    const scores = rows.map((row) => composite(this.#keeper.ballot.round.criteria, this.#item(row)?.sheet.marks ?? {}));
    const ranks = places(scores);
    rows.forEach((row, at) => this.#row(row, scores[at], ranks[at], ranks.filter((rank) => rank === ranks[at]).length > 1));
    part(this, "clash").hidden = !this.#keeper.items.some(({ sheet }) => sheet.clashes.length > 0);
  }

  #row(row: HTMLElement, score: number | undefined, rank: number | undefined, shared: boolean): void {
    const item = this.#item(row);
    if (!item) return;
    const { marks, state } = item.sheet;
    for (const select of row.querySelectorAll("select")) {
      const value = marks[select.name] === undefined ? "" : String(marks[select.name]);
      if (select.value === value) continue;
      this.#fill(row);
      select.value = value;
    }
    part(row, "place").textContent = rank === undefined ? "–" : String(rank);
    part(row, "score").textContent = score === undefined ? "–" : points(score, document.documentElement.lang, 2);
    part(row, "shared").hidden = !shared || rank === undefined;
    part(row, "open").hidden = (state === "complete" || isOver(this.#keeper.ballot, item.doc)) && !item.sheet.clashes.length;
  }

  /** Rows in the order of the scores as they are now; rows without one last. */
  #sort(): void {
    const body = this.querySelector("tbody")!;
    const score = (row: Element): number => composite(this.#keeper.ballot.round.criteria, this.#item(row)?.sheet.marks ?? {}) ?? -1;
    body.append(...[...body.children].sort((a, b) => score(b) - score(a)));
    this.#keeper.say(text("jury.sorted"));
  }

  async #seal(): Promise<void> {
    const { sender } = this.#keeper;
    await sender.flush();
    // Refused only with what is true now: an entry may be withdrawn, or its turn over, since this page was loaded.
    if (sender.unsent || this.#missing.length) await this.#keeper.refresh();
    if (sender.unsent) return this.#refuse(text("jury.seal_unsent"), this.#missing);
    if (this.#missing.length) return this.#refuse(text("jury.seal_missing"), this.#missing);
    if (!(await ask(document.getElementById("seal-dialog") as HTMLDialogElement))) return;
    try {
      await call("POST", `/api/v1/rounds/${this.#keeper.ballot.round.id}/seal`, {});
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.code === "wrong_state") location.assign(this.dataset["sealed"]!); // sealed on another device meanwhile
      else this.#refuse(sentence(problem), (problem.extra["missing"] as string[] | undefined) ?? []);
      return;
    }
    location.assign(this.dataset["sealed"]!);
  }

  get #missing(): string[] {
    return missing(this.#keeper.ballot, this.#keeper.items);
  }

  /** Say what is missing, each with a link into the room; the focus goes there. */
  #refuse(message: string, codes: string[]): void {
    const box = part(this, "missing");
    box.hidden = false;
    part(box, "why").textContent = message;
    part(box, "codes").replaceChildren(
      ...codes.map((code) => {
        const item = stamp(this, "missing-code");
        const link = item.querySelector("a")!;
        link.href = `${this.dataset["room"]}${format({ code, view: "works" })}`;
        link.textContent = code;
        return item;
      }),
    );
    box.focus();
  }
}

define("qp-jury-ranking", QpJuryRanking);
