/** The mini player that stays at the bottom where the panes are shown one at a time. */
import type { QpPlayer } from "../../qp-player.ts";
import { part } from "../element.ts";
import { clock } from "../format.ts";
import { text } from "../texts.ts";

export class Dock {
  readonly #host: HTMLElement;
  readonly #player: () => QpPlayer | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: HTMLElement, player: () => QpPlayer | undefined, step: (by: 1 | -1) => void) {
    this.#host = host;
    this.#player = player;
    part(host, "dock-go").addEventListener("click", () => this.#player()?.toggle());
    part(host, "dock-back").addEventListener("click", () => step(-1));
    part(host, "dock-ahead").addEventListener("click", () => step(1));
  }

  /** Show the current work; while it plays, its time moves on. */
  render(label: string): void {
    const player = this.#player();
    this.#host.hidden = !player;
    clearInterval(this.#timer);
    if (!player) return;
    part(this.#host, "dock-title").textContent = label;
    this.#tick();
    this.#timer = setInterval(() => this.#tick(), 500);
  }

  #tick(): void {
    const player = this.#player();
    if (!player) return;
    const state = player.playing ? "playing" : "idle";
    part(this.#host, "dock-time").textContent = `${clock(player.position)} / ${clock(player.duration)}`;
    if (this.#host.dataset["state"] === state) return;
    this.#host.dataset["state"] = state;
    part(this.#host, "dock-go").setAttribute("aria-label", text(player.playing ? "player.pause" : "player.play", { title: player.dataset["title"] ?? "" }));
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
