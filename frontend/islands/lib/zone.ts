/** Wall clock time in a named zone → an instant with its offset, without a library. */
export interface Zoned {
  /** "2027-01-31T23:59:00+01:00", or "" for a time that does not exist or is no time. */
  iso: string;
  /** once: as usual; twice: the clocks are set back, the first one is taken; never: they are set forward. */
  occurs: "once" | "twice" | "never";
}

/** Minutes that `zone` is ahead of UTC at an instant. */
export function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  }).formatToParts(instant);
  const at = (kind: string): number => Number(parts.find((part) => part.type === kind)!.value);
  return Math.round((Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second")) - Math.floor(instant / 1000) * 1000) / 60_000);
}

/** `local` as a datetime-local input writes it: "2027-01-31T23:59". */
export function zoned(local: string, zone: string): Zoned {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(local);
  const wall = found ? Date.parse(`${found[1]}T${found[2]}:00Z`) : NaN;
  if (!found || Number.isNaN(wall)) return { iso: "", occurs: "never" };
  // Around a change of clocks the offset is one of the two that hold a day before and a day after.
  const day = 86_400_000;
  const offsets = [...new Set([offsetAt(wall - day, zone), offsetAt(wall + day, zone)])];
  const fitting = offsets.filter((offset) => offsetAt(wall - offset * 60_000, zone) === offset);
  if (!fitting.length) return { iso: "", occurs: "never" };
  const offset = Math.max(...fitting); // the greater one is the earlier instant
  return { iso: `${found[1]}T${found[2]}:00${written(offset)}`, occurs: fitting.length > 1 ? "twice" : "once" };
}

function written(offset: number): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** "Sunday 31 January 2027 at 23:59 CET" in the language of the page. */
export function inWords(iso: string, zone: string, language: string): string {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  }).format(new Date(iso));
}
