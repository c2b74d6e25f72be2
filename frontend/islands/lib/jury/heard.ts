/** Reports of what was heard: at most one every 10 s a work, at once at a pause; what could not be sent is sent later. */
import type { Interval } from "../heard.ts";

export interface Report { work: number; heard: [number, number][]; position_ms: number }
export type Post = (sheet: string, report: Report, keepalive: boolean) => Promise<boolean>;
/** As many stretches as the server takes at once. */
const MOST = 500;

export class HeardReports {
  readonly #post: Post;
  readonly #every: number;
  readonly #waiting = new Map<string, { sheet: string; report: Report }>();
  readonly #sentAt = new Map<string, number>();

  constructor(post: Post, every = 10_000) {
    this.#post = post;
    this.#every = every;
  }

  /** Intervals and position in seconds. `stopped`: the player is at rest, so nothing follows soon. */
  told(sheet: string, work: number, intervals: Interval[], position: number, stopped: boolean, now: number): void {
    const heard = intervals.slice(-MOST).map(([from, to]): [number, number] => [Math.floor(from * 1000), Math.ceil(to * 1000)]);
    const key = `${sheet}:${work}`;
    this.#waiting.set(key, { sheet, report: { work, heard, position_ms: Math.round(position * 1000) } });
    if (stopped || now - (this.#sentAt.get(key) ?? -Infinity) >= this.#every) void this.flush(now);
  }

  /** Send everything that waits. The whole list of stretches goes each time: twice the same changes nothing. */
  async flush(now: number, keepalive = false): Promise<void> {
    for (const [key, item] of [...this.#waiting]) {
      this.#sentAt.set(key, now);
      this.#waiting.delete(key);
      const taken = await this.#post(item.sheet, item.report, keepalive);
      if (!taken && !this.#waiting.has(key)) this.#waiting.set(key, item);
    }
  }

  get waiting(): number {
    return this.#waiting.size;
  }
}
