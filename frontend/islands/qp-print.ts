/** <qp-print> around a button: prints the page. */
import { define } from "./lib/element.ts";

export class QpPrint extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", () => window.print());
  }
}

define("qp-print", QpPrint);
