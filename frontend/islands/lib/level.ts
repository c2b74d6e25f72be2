/** What a change of level means, in words, and as a factor. */
type Say = (key: string, values?: Record<string, string | number>) => string;

/** Decibels as the factor of an amplitude. */
export function ratio(decibels: number): number {
  return 10 ** (decibels / 20);
}

/**
 * `gain`: decibels that are in the copy, NaN while unknown. `undo`: decibels by which that is taken back now, undefined when it is not.
 * Less than a tenth of a decibel is nothing.
 */
export function levelSaid(gain: number, undo: number | undefined, language: string, say: Say): string {
  if (Number.isNaN(gain)) return say("level.unknown");
  if (undo !== undefined) return say(Math.abs(gain + undo) < 0.05 ? "level.delivered" : "level.delivered_peaks", { db: decibels(gain + undo, language) });
  if (Math.abs(gain) < 0.05) return say("level.same");
  return say(gain > 0 ? "level.louder" : "level.softer", { db: decibels(gain, language) });
}

function decibels(value: number, language: string): string {
  return Math.abs(value).toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}
