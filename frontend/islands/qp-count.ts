/**
 * <qp-count data-for="id of a text control" data-limit="1000">: "880 of 1,000 characters", counted as the server does
 * (code points). Read by screen readers through aria-describedby only when they ask; spoken once over the limit.
 */
import { define } from "./lib/element.ts";
import { text } from "./lib/texts.ts";

export class QpCount extends HTMLElement {
  connectedCallback(): void {
    const control = document.getElementById(this.dataset["for"] ?? "") as HTMLTextAreaElement | null;
    control?.addEventListener("input", () => this.#count(control));
    if (control) this.#count(control);
  }

  #count(control: HTMLTextAreaElement): void {
    const limit = Number(this.dataset["limit"]);
    const n = [...control.value].length;
    const { lang } = document.documentElement;
    this.textContent = text("count.of", { n: n.toLocaleString(lang), limit: limit.toLocaleString(lang) });
    const over = n > limit;
    if (over === "over" in this.dataset) return;
    this.toggleAttribute("data-over", over);
    this.setAttribute("role", over ? "alert" : "note");
  }
}

define("qp-count", QpCount);
