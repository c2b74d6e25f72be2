/** The list of entries: how each stands, which are shown, in which order, and where to go next. */
import type { Standing } from "./types.ts";

export interface Line { code: string; position: number; standing: Standing; score: number | undefined }
export type Show = "all" | "open" | "scored";
export type Order = "mine" | "code" | "score";
/** Not mine to mark. */
const ASIDE: readonly Standing[] = ["conflict", "recused", "recognised", "withdrawn"];

export function isAside(line: Line): boolean {
  return ASIDE.includes(line.standing);
}

/** Still to be marked. */
export function isOpen(line: Line): boolean {
  return line.standing === "open" || line.standing === "started";
}

export function arranged(lines: Line[], show: Show, order: Order): Line[] {
  const wanted = lines.filter((line) => show === "all" || (show === "open" ? isOpen(line) : !isOpen(line) && !isAside(line)));
  const by: Record<Order, (a: Line, b: Line) => number> = {
    mine: (a, b) => a.position - b.position,
    code: (a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
    // Without a score last; equal scores in the order of listening.
    score: (a, b) => (b.score ?? -1) - (a.score ?? -1) || a.position - b.position,
  };
  return wanted.sort(by[order]);
}

/** The neighbour of `code` in `shown`, `by` steps on; at an end, or when it is not shown, the first or last. */
export function neighbour(shown: Line[], code: string, by: 1 | -1): string | undefined {
  const at = shown.findIndex((line) => line.code === code);
  if (at < 0) return (by > 0 ? shown[0] : shown.at(-1))?.code;
  return shown[at + by]?.code;
}

/** The next entry still to be marked after `code`, from the start again at the end; undefined when there is none. */
export function nextOpen(lines: Line[], code: string): string | undefined {
  const at = lines.findIndex((line) => line.code === code);
  return [...lines.slice(at + 1), ...lines.slice(0, Math.max(0, at))].find(isOpen)?.code;
}

export interface Progress { done: number; total: number; aside: number }

/** Entries marked, of those that are mine to mark. */
export function progress(lines: Line[]): Progress {
  const aside = lines.filter(isAside).length;
  return { done: lines.filter((line) => !isOpen(line) && !isAside(line)).length, total: lines.length - aside, aside };
}
