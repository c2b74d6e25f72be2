/**
 * <qp-live data-endpoint data-interval="5"> asks its JSON endpoint again and again and writes the answer into the page.
 *
 * data-bind="path.to.value": text; data-bind-attr="attribute:path; …" on any descendant (false and null remove it).
 * Failures double the pause up to a minute and show [data-part=stale]; a hidden page does not ask.
 * Event: `qp-live` (detail: answer) after each change.
 */
import { delay } from "./lib/backoff.ts";
import { bind, lookup } from "./lib/bind.ts";
import { define, maybe } from "./lib/element.ts";
import { call, Problem } from "./lib/http.ts";

export class QpLive extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #shown = "";

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.#onShow);
    this.#plan();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#onShow);
  }

  readonly #onShow = (): void => {
    if (document.visibilityState === "visible") void this.ask();
  };

  get #interval(): number {
    return (Number(this.dataset["interval"]) || 5) * 1000;
  }

  #plan(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), this.#failures ? delay(this.#failures, this.#interval, 60_000) : this.#interval);
  }

  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    if (document.visibilityState === "hidden") return;
    try {
      const answer = await call("GET", this.dataset["endpoint"]!);
      this.#failures = 0;
      this.#stale(false);
      const now = JSON.stringify(answer);
      if (now !== this.#shown) {
        this.#shown = now;
        bind(this, answer);
        this.dispatchEvent(new CustomEvent("qp-live", { detail: answer, bubbles: true }));
      }
      if (this.dataset["until"] && lookup(answer, this.dataset["until"])) return;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#failures += 1;
      this.#stale(true);
      if (!problem.passing) return;
    }
    this.#plan();
  }

  #stale(stale: boolean): void {
    const note = maybe(this, "stale");
    if (note) note.hidden = !stale;
  }
}

define("qp-live", QpLive);
