/** Days, hours and minutes until an instant, in whole minutes; null when it is over. */
export interface Remaining { days: number; hours: number; minutes: number }

export function remaining(until: number, now: number): Remaining | null {
  const minutes = Math.floor((until - now) / 60_000);
  if (until - now <= 0) return null;
  return { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
}
