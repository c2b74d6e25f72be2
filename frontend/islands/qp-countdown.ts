/**
 * <qp-countdown data-until="ISO" data-now="ISO of the server">text of the server</qp-countdown>: "3 days and 4 hours left".
 * Updated each minute, never announced. The server's clock decides: data-now corrects a wrong one here.
 * Event: `qp-over` once when the instant has passed; data-reload loads the page again then.
 */
import { define } from "./lib/element.ts";
import { remaining } from "./lib/remaining.ts";
import { counted, text } from "./lib/texts.ts";

export class QpCountdown extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ahead = 0;

  connectedCallback(): void {
    this.#ahead = this.dataset["now"] ? Date.parse(this.dataset["now"]) - Date.now() : 0;
    this.classList.add("countdown");
    this.#tick();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  #tick(): void {
    const [until, now] = [Date.parse(this.dataset["until"] ?? ""), Date.now() + this.#ahead];
    const left = remaining(until, now);
    if (!left) {
      this.textContent = text("countdown.over");
      this.dispatchEvent(new CustomEvent("qp-over", { bubbles: true }));
      // Only a page that saw the instant pass loads again; one opened after it would do so for ever.
      if ("reload" in this.dataset && this.#timer !== undefined) location.reload();
      return;
    }
    const { days, hours, minutes } = left;
    this.toggleAttribute("data-near", days === 0);
    const [one, other] = days ? [counted("countdown.days", days), counted("countdown.hours", hours)] : [counted("countdown.hours", hours), counted("countdown.minutes", minutes)];
    this.textContent = text("countdown.left", { one, other });
    this.#timer = setTimeout(() => this.#tick(), Math.min(60_000 - (now % 60_000), until - now) + 50);
  }
}

define("qp-countdown", QpCountdown);
