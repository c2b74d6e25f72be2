/** Bytes per second over the last ten seconds at least, and what follows from it. */
export class Rate {
  #samples: [at: number, bytes: number][] = [];

  /** `at` in milliseconds, `bytes` that have travelled so far. */
  add(at: number, bytes: number): void {
    this.#samples.push([at, bytes]);
    // What is over goes only while ten seconds stay covered: three parts that arrive together are no speed.
    while (this.#samples.length > 2 && at - this.#samples[1]![0] >= 10_000) this.#samples.shift();
  }

  get empty(): boolean {
    return this.#samples.length === 0;
  }

  reset(): void {
    this.#samples = [];
  }

  /** Bytes per second once more than `known` milliseconds were watched; undefined before. */
  speed(known: number): number | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last[0] - first[0] <= known) return undefined;
    return (last[1] - first[1]) / ((last[0] - first[0]) / 1000);
  }

  /** Seconds left for `rest` bytes, after five seconds. */
  left(rest: number): number | undefined {
    const speed = this.speed(4999);
    return speed ? rest / speed : undefined;
  }
}
