/** Small things a browser keeps. Where storage is forbidden nothing is kept, and nothing else breaks. */
export function kept(key: string, store: "local" | "session" = "local"): string | null {
  try {
    return globalThis[`${store}Storage`].getItem(key);
  } catch {
    return null; // SecurityError: the person's own setting
  }
}

export function keep(key: string, value: string, store: "local" | "session" = "local"): void {
  try {
    globalThis[`${store}Storage`].setItem(key, value);
  } catch {
    return; // forbidden or full: the convenience is lost, no data
  }
}
