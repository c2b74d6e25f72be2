/** <qp-menu> around a button with aria-expanded and what it opens on narrow screens; Escape closes. */
import { define } from "./lib/element.ts";

export class QpMenu extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector<HTMLButtonElement>("button[aria-expanded]");
    button?.addEventListener("click", () => this.#toggle(button, button.getAttribute("aria-expanded") !== "true"));
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !button || !("open" in this.dataset)) return;
      this.#toggle(button, false);
      button.focus();
    });
  }

  #toggle(button: HTMLButtonElement, open: boolean): void {
    button.setAttribute("aria-expanded", String(open));
    this.toggleAttribute("data-open", open);
  }
}

define("qp-menu", QpMenu);
