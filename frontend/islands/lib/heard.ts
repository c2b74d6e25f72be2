/** Which stretches of a recording were really played: disjoint intervals in seconds, ascending. */
export type Interval = [from: number, to: number];

/** Add a stretch; stretches that touch (within 0.25 s, a timer's step) become one. */
export function addHeard(known: Interval[], from: number, to: number): Interval[] {
  if (!(to > from)) return known;
  const out: Interval[] = [];
  let [a, b] = [from, to];
  for (const [x, y] of known) {
    if (y < a - 0.25 || x > b + 0.25) out.push([x, y]);
    else [a, b] = [Math.min(a, x), Math.max(b, y)];
  }
  out.push([a, b]);
  return out.sort((one, other) => one[0] - other[0]);
}

/** Share of the duration that was heard, 0 to 1. */
export function heardShare(known: Interval[], duration: number): number {
  if (!(duration > 0)) return 0;
  const total = known.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, duration) - a), 0);
  return Math.min(1, total / duration);
}
