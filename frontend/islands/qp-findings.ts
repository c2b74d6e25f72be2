/**
 * <qp-findings> around a list of findings and the player (or waveform) of the same recording, in any order.
 *
 * Items `[data-severity][data-at][data-until]` (seconds) are marked on the waveform. Pressing an item's button takes the player there;
 * pressing a mark does the same and shows which sentence it belongs to. Whoever writes list or player anew fires `qp-written` inside.
 */
import type { QpPlayer } from "./qp-player.ts";
import { define } from "./lib/element.ts";

export class QpFindings extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("qp-written", () => this.#mark());
    this.addEventListener("click", (event) => {
      const pressed = (event.target as Element).closest<HTMLElement>("[data-at] button, i[data-at]")?.closest<HTMLElement>("[data-at]");
      if (!pressed) return;
      const at = pressed.dataset["at"];
      this.#each("li[data-at]", (one) => one.toggleAttribute("data-current", one.dataset["at"] === at));
      this.querySelector<QpPlayer>("qp-player")?.seek(Number(at));
    });
    this.#mark();
  }

  #each(which: string, act: (one: HTMLElement) => void): void {
    this.querySelectorAll<HTMLElement>(which).forEach(act);
  }

  #mark(): void {
    const player = this.querySelector<QpPlayer>("qp-player");
    const wave = player?.querySelector(".player-wave");
    if (!player || !wave) return;
    const whole = player.duration || 1;
    this.#each(".player-wave i", (old) => old.remove());
    this.#each("li[data-at]", (item) => {
      const mark = document.createElement("i"); // for eyes and pointers; the list says the same to everybody
      Object.assign(mark.dataset, item.dataset);
      const [from, to] = [Number(item.dataset["at"]), Number(item.dataset["until"])];
      mark.style.insetInlineStart = `${(100 * from) / whole}%`;
      mark.style.inlineSize = `${(100 * (to - from)) / whole}%`;
      wave.append(mark);
    });
  }
}

define("qp-findings", QpFindings);
