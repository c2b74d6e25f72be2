/**
 * <qp-listed> around "which place is it?": whoever says that it is not listed takes back the place chosen before, so
 * that the page does not go on showing what is no longer saved.
 */
import { define } from "./lib/element.ts";

export class QpListed extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", (event) => {
      const choice = event.target as HTMLInputElement;
      const shown = this.querySelector<HTMLInputElement>("qp-place input[role=combobox]");
      if (choice.name !== "place_listed" || choice.value !== "false" || !shown?.value) return;
      shown.value = "";
      shown.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

define("qp-listed", QpListed);
