/**
 * <qp-json> around inputs with data-path="biography.0" and one hidden input (part value): their values as one JSON
 * document, steps of digits as lists. Empty inputs are null.
 */
import { define, part } from "./lib/element.ts";
import { convert } from "./lib/fields.ts";
import { assemble } from "./lib/items.ts";

export class QpJson extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("input", () => this.#write());
    this.#write();
  }

  #write(): void {
    const inputs = [...this.querySelectorAll<HTMLInputElement>("input[data-path]")];
    const pairs = inputs.map((input) => [input.dataset["path"]!, convert(input.value, input.type)] as const);
    part<HTMLInputElement>(this, "value").value = JSON.stringify(assemble(pairs));
  }
}

define("qp-json", QpJson);
