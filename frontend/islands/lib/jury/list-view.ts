/** The list pane: one server-written row per entry, moved, hidden and relabelled here. */
import { maybe, part } from "../element.ts";
import { text } from "../texts.ts";
import { arranged, type Line, type Order, type Show } from "./listing.ts";
import { points } from "./marks.ts";
import type { Standing } from "./types.ts";

export const STANDING: Record<Standing, string> = {
  open: "jury.open",
  started: "jury.started",
  scored: "jury.scored",
  waiting: "jury.waiting",
  conflict: "jury.conflict",
  recused: "jury.recused",
  recognised: "jury.recognised",
  withdrawn: "jury.withdrawn",
};

/** Only what is new: of 600 rows an edit changes one. */
function say(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words;
}

export class ListView {
  readonly #host: HTMLElement;
  readonly #rows = new Map<string, HTMLElement>();
  shown: Line[] = [];

  constructor(host: HTMLElement, changed: () => void) {
    this.#host = host;
    // The code of a row is in its link (#/CODE): once a row is enough, 54 times twice is a tenth of a KB on the way.
    for (const row of part(host, "rows").querySelectorAll<HTMLElement>("li")) {
      row.dataset["code"] = row.querySelector("a")!.hash.slice(2);
      this.#rows.set(row.dataset["code"], row);
    }
    for (const name of ["show", "order"]) part(host, name).addEventListener("change", changed);
  }

  render(lines: Line[], current: string): void {
    const show = part<HTMLSelectElement>(this.#host, "show").value as Show;
    const order = part<HTMLSelectElement>(this.#host, "order").value as Order;
    this.shown = arranged(lines, show, order);
    const codes = new Set(this.shown.map((line) => line.code));
    for (const [code, row] of this.#rows) row.hidden = !codes.has(code);
    this.#reorder();
    for (const line of lines) this.#row(line, line.code === current);
    part(this.#host, "none").hidden = this.shown.length > 0;
  }

  /** Move rows only when the order is really another one: moving takes the focus away from a row. */
  #reorder(): void {
    const list = part(this.#host, "rows");
    const wanted = this.shown.map((line) => this.#rows.get(line.code)!);
    const now = [...list.children].filter((row) => !(row as HTMLElement).hidden);
    if (wanted.some((row, at) => now[at] !== row)) list.append(...wanted);
  }

  #row(line: Line, current: boolean): void {
    const row = this.#rows.get(line.code);
    if (!row) return;
    const link = row.querySelector("a")!;
    if (current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    const status = part(row, "status");
    status.dataset["state"] = line.standing === "recused" || line.standing === "recognised" ? "conflict" : line.standing;
    say(status, text(STANDING[line.standing]));
    const score = maybe(row, "score");
    if (score) say(score, line.score === undefined ? "" : points(line.score, document.documentElement.lang, 2));
  }

  /** Bring the current row into the list's own view, without moving the page. */
  reveal(code: string): void {
    const row = this.#rows.get(code);
    const box = this.#host;
    if (!row || row.hidden || box.scrollHeight <= box.clientHeight) return;
    const [top, bottom] = [row.offsetTop - box.offsetTop, row.offsetTop - box.offsetTop + row.offsetHeight];
    if (top < box.scrollTop || bottom > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 3;
  }
}
