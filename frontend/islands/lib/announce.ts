/** Says the latest of many messages into a live region, at most once per `gap` milliseconds. */
export class Announcer {
  readonly #say: (message: string) => void;
  readonly #gap: number;
  #last = -Infinity;
  #next: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (message: string) => void, gap = 4000) {
    this.#say = say;
    this.#gap = gap;
  }

  announce(message: string, now: number = performance.now()): void {
    this.#next = message;
    if (this.#timer !== undefined) return;
    const wait = this.#last + this.#gap - now;
    if (wait <= 0) this.#flush(now);
    else this.#timer = setTimeout(() => this.#flush(now + wait), wait);
  }

  #flush(now: number): void {
    this.#timer = undefined;
    if (this.#next === undefined) return;
    this.#say(this.#next);
    this.#last = now;
    this.#next = undefined;
  }
}
