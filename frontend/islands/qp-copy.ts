/** <qp-copy> around a [data-part=source] text, a button and a [data-part=said] status with data-done and data-failed. */
import { define, part } from "./lib/element.ts";

export class QpCopy extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", () => void this.#copy());
  }

  async #copy(): Promise<void> {
    const [source, said] = [part(this, "source"), part(this, "said")];
    try {
      await navigator.clipboard.writeText(source.textContent?.trim() ?? "");
      said.textContent = said.dataset["done"] ?? "";
    } catch {
      // No permission: select the text, so that the keyboard can do it, and say so.
      getSelection()?.selectAllChildren(source);
      said.textContent = said.dataset["failed"] ?? "";
    }
  }
}

define("qp-copy", QpCopy);
