/**
 * <qp-keys> anywhere on a page: the key in data-key="a" opens that <details> and goes to its first control, or follows
 * that link. Off in text fields, with modifiers, under dialogs, and by its switch (part switch), which is kept in the
 * account (WCAG 2.1.4). Nothing is ever sent by a single key: it only leads to the button.
 */
import { define, part } from "./lib/element.ts";
import { call, Problem } from "./lib/http.ts";
import { text } from "./lib/texts.ts";
import { sentence } from "./lib/words.ts";

const TYPING = 'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select, [contenteditable]';

export class QpKeys extends HTMLElement {
  connectedCallback(): void {
    this.#switch.addEventListener("change", () => void this.#keep());
    document.addEventListener("keydown", this.#onKey);
    this.#mark();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#onKey);
  }

  get #switch(): HTMLInputElement {
    return part<HTMLInputElement>(this, "switch");
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!this.#switch.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if ((event.target as HTMLElement).closest(TYPING) || document.querySelector("dialog[open]")) return;
    const wanted = event.key.toLowerCase();
    const found = [...document.querySelectorAll<HTMLElement>("[data-key]")].find((item) => item.dataset["key"] === wanted);
    if (!found) return;
    event.preventDefault();
    if (!(found instanceof HTMLDetailsElement)) return found.click();
    found.open = true;
    found.querySelector<HTMLElement>("input:not([type=hidden]), textarea, button")?.focus();
    found.scrollIntoView({ block: "nearest" });
  };

  async #keep(): Promise<void> {
    this.#mark();
    const said = part(this, "said");
    try {
      await call("PATCH", "/api/v1/me", { single_keys: this.#switch.checked });
      said.textContent = text(this.#switch.checked ? "keys.on" : "keys.off");
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      said.textContent = sentence(problem);
    }
  }

  #mark(): void {
    document.documentElement.toggleAttribute("data-keys-off", !this.#switch.checked);
  }
}

define("qp-keys", QpKeys);
