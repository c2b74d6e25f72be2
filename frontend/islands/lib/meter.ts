/** Moves the cover of components/meter.html; `share` 0 to 1. */
export function setMeter(meter: HTMLElement, share: number): void {
  const done = Math.max(0, Math.min(1, share)) * 100;
  const cover = meter.querySelector(".cover");
  cover?.setAttribute("x", done.toFixed(2));
  cover?.setAttribute("width", (100 - done).toFixed(2));
  meter.querySelector("progress")?.setAttribute("value", done.toFixed(0));
}
