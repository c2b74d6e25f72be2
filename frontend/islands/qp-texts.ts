/**
 * <qp-texts> around fields in four languages: [data-show-language="fr"] buttons choose which [data-language] fields are
 * seen; all of them are sent. Each button says how many of its fields are filled.
 */
import { define, maybe } from "./lib/element.ts";

export class QpTexts extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = (event.target as HTMLElement).closest<HTMLElement>("[data-show-language]");
      if (button) this.show(button.dataset["showLanguage"]!);
    });
    this.addEventListener("input", () => this.#count());
    this.addEventListener("qp-items", () => this.show(this.language)); // a new item follows the choice
    this.#count();
  }

  get language(): string {
    return this.querySelector<HTMLElement>('[data-show-language][aria-pressed="true"]')?.dataset["showLanguage"] ?? "de";
  }

  show(language: string): void {
    for (const button of this.#buttons) button.setAttribute("aria-pressed", String(button.dataset["showLanguage"] === language));
    for (const field of this.querySelectorAll<HTMLElement>("[data-language]")) field.hidden = field.dataset["language"] !== language;
    this.#count();
  }

  get #buttons(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-show-language]")];
  }

  #count(): void {
    for (const button of this.#buttons) {
      const inputs = [...this.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(`[data-language="${button.dataset["showLanguage"]}"] :is(input, textarea)`)];
      const filled = inputs.filter((input) => input.value.trim()).length;
      const note = maybe(button, "filled");
      if (note) note.textContent = inputs.length > 1 ? `${filled}/${inputs.length}` : filled ? "✓" : "–";
    }
  }
}

define("qp-texts", QpTexts);
