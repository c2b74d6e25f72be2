/** "1:30" or "90" as milliseconds; empty is the beginning; undefined for what is no time. */
export function milliseconds(typed: string): number | undefined {
  const bare = typed.trim();
  if (bare === "") return 0;
  const found = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})$/.exec(bare);
  if (!found) return undefined;
  const [hours, minutes, seconds] = [Number(found[1] ?? 0), Number(found[2] ?? 0), Number(found[3])];
  if (found[2] !== undefined && seconds > 59) return undefined;
  return (hours * 3600 + minutes * 60 + seconds) * 1000;
}
