/** Milliseconds before try `attempt` (1, 2, …): doubling from `first`, at most `most`, ±20 % so that clients spread. */
export function delay(attempt: number, first = 1000, most = 30_000, random: () => number = Math.random): number {
  return Math.min(most, first * 2 ** (attempt - 1)) * (0.8 + 0.4 * random());
}

/** Wait, or until `signal` fires (rejects with its reason), or until the browser is online again. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = (): void => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", done);
      signal?.removeEventListener("abort", stop);
    };
    const done = (): void => (over(), resolve());
    const stop = (): void => (over(), reject(signal?.reason));
    const timer = setTimeout(done, ms);
    globalThis.addEventListener?.("online", done);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop);
  });
}
