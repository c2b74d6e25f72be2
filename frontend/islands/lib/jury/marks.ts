/** Arithmetic of marks, all in hundredths of a point. */
import type { Criterion, Marks, Scale } from "./types.ts";

/** Σ w·s / Σ w rounded half up to whole hundredths; undefined until every criterion has its mark. */
export function composite(criteria: Criterion[], marks: Marks): number | undefined {
  let [sum, weights] = [0, 0];
  for (const { key, weight } of criteria) {
    const mark = marks[key];
    if (mark === undefined) return undefined;
    sum += weight * mark;
    weights += weight;
  }
  return weights ? Math.floor((2 * sum + weights) / (2 * weights)) : undefined;
}

/** Whether a mark lies on the scale and on one of its steps. */
export function onScale({ low, high, step }: Scale, hundredths: number): boolean {
  return Number.isInteger(hundredths) && hundredths >= low && hundredths <= high && (hundredths - low) % step === 0;
}

/** Which mark a digit key means: its number of points, 0 is ten (or nought where the scale has no ten). */
export function fromDigit(scale: Scale, digit: number): number | undefined {
  const wanted = digit === 0 ? [1000, 0] : [digit * 100];
  return wanted.find((hundredths) => onScale(scale, hundredths));
}

/** Points as people write them: 750 is 7.5, in the page's language. */
export function points(hundredths: number, language: string, digits?: number): string {
  return (hundredths / 100).toLocaleString(language, digits === undefined ? { maximumFractionDigits: 2 } : { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Places by falling score, equal scores share one ("1, 2, 2, 4"); those without a score have none. */
export function places(scores: (number | undefined)[]): (number | undefined)[] {
  return scores.map((score) => (score === undefined ? undefined : 1 + scores.filter((other) => other !== undefined && other > score).length));
}
