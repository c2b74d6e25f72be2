/**
 * <qp-cue> around the field "where should the jury begin?": minutes and seconds shown, milliseconds saved.
 *
 * Parts: shown (text), value (hidden, saved by the form around it), here (button: take the position of the page's
 * player), wrong (message), cue-said (role=status, data-none: sentence when nothing was played yet).
 */
import { define, part } from "./lib/element.ts";
import { clock } from "./lib/format.ts";
import { milliseconds } from "./lib/cue.ts";

export class QpCue extends HTMLElement {
  connectedCallback(): void {
    const shown = part<HTMLInputElement>(this, "shown");
    shown.addEventListener("input", (event) => event.stopPropagation()); // saved when it is a time, not while it becomes one
    shown.addEventListener("change", (event) => {
      event.stopPropagation();
      this.#take(milliseconds(shown.value));
    });
    part(this, "here").addEventListener("click", () => {
      const player = document.querySelector<HTMLElement & { position: number }>("qp-player");
      const position = player?.position ?? 0;
      part(this, "cue-said").textContent = position > 0 ? "" : (part(this, "cue-said").dataset["none"] ?? "");
      if (position <= 0) return;
      shown.value = clock(position);
      this.#take(Math.floor(position) * 1000);
    });
  }

  #take(cue: number | undefined): void {
    part(this, "wrong").hidden = cue !== undefined;
    part(this, "shown").toggleAttribute("aria-invalid", cue === undefined);
    if (cue === undefined) return;
    const value = part<HTMLInputElement>(this, "value");
    value.value = String(cue);
    value.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

define("qp-cue", QpCue);
