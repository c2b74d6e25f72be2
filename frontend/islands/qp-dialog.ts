/**
 * <qp-dialog> around a <dialog id>: any [data-opens="id"] on the page opens it, [value] buttons of its form close it.
 * With <input data-expect="QP26"> the button with value "confirm" works only once that text is typed; it says so.
 */
import { define } from "./lib/element.ts";

export class QpDialog extends HTMLElement {
  connectedCallback(): void {
    const dialog = this.querySelector("dialog");
    if (!dialog) return;
    document.addEventListener("click", (event) => {
      const opener = (event.target as HTMLElement).closest<HTMLElement>("[data-opens]");
      if (opener?.dataset["opens"] === dialog.id) dialog.showModal();
    });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("submit", (event) => {
      const typed = dialog.querySelector<HTMLInputElement>("input[data-expect]");
      if (!typed || (event.submitter as HTMLButtonElement | null)?.value !== "confirm") return;
      const right = typed.value.trim() === typed.dataset["expect"];
      const note = dialog.querySelector<HTMLElement>(".error");
      if (note) note.hidden = right;
      if (right) return;
      event.preventDefault();
      typed.setAttribute("aria-invalid", "true");
      typed.focus();
    });
  }
}

define("qp-dialog", QpDialog);
