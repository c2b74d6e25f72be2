/** Seconds as 4:07 or 1:02:33. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${h ? String(m).padStart(2, "0") : m}:${String(s).padStart(2, "0")}`;
  return h ? `${h}:${tail}` : tail;
}

/** Bytes as decimal megabytes with one digit below 100, in the page's language ("4,2"). */
export function megabytes(bytes: number, language: string): string {
  const value = bytes / 1e6;
  return value.toLocaleString(language, { maximumFractionDigits: value < 100 ? 1 : 0 });
}

/** An ISO instant as the reader's wall clock, 14:02. */
export function wallClock(iso: string | undefined): string {
  const at = iso ? new Date(iso) : new Date();
  return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
}
