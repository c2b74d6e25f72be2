/**
 * <qp-form> around a <form>: sends it as JSON to its API endpoint.
 *
 * On the form: data-endpoint, data-method (POST), data-next (address after success, "{id}" filled from the answer),
 * data-reload (load the page again instead), data-confirm (id of a <dialog> asked first).
 * Events: `qp-done` (detail: the answer; preventDefault keeps the page), `qp-refused` (detail: Problem).
 * Beside the form, [data-done] is shown after success when there is neither data-next nor data-reload.
 */
import { ask } from "./lib/ask.ts";
import { define } from "./lib/element.ts";
import { clearErrors, showErrors } from "./lib/errors.ts";
import { bodyOf, place } from "./lib/fields.ts";
import { type Body, call, Problem } from "./lib/http.ts";
import { address } from "./lib/next.ts";
import { sentence } from "./lib/words.ts";

export class QpForm extends HTMLElement {
  #busy = false;

  connectedCallback(): void {
    this.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.dataset["endpoint"]) return; // a dialog's own form inside us closes as usual
      event.preventDefault();
      void this.#send(form, event.submitter as HTMLButtonElement | null);
    });
    // Back from the next page out of the browser's cache: the form is usable again.
    addEventListener("pageshow", (event) => event.persisted && this.#setBusy(false));
  }

  async #send(form: HTMLFormElement, submitter: HTMLButtonElement | null): Promise<void> {
    if (this.#busy) return; // the second click of a double click
    const dialog = form.dataset["confirm"] && document.getElementById(form.dataset["confirm"]);
    if (dialog instanceof HTMLDialogElement && !(await ask(dialog))) return;
    this.#setBusy(true, submitter);
    let leaving = false;
    try {
      const body = bodyOf(form);
      if (submitter?.name) place(body, submitter.name, submitter.value);
      const method = form.dataset["method"] ?? "POST";
      const answer = await call<Body | null>(method, form.dataset["endpoint"]!, method === "DELETE" ? undefined : body);
      clearErrors(this, form);
      leaving = this.#done(form, answer ?? {});
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#refused(form, problem);
    } finally {
      if (!leaving) this.#setBusy(false, submitter);
    }
  }

  /** True when the browser is on its way to another page. */
  #done(form: HTMLFormElement, answer: Body): boolean {
    const event = new CustomEvent("qp-done", { detail: answer, bubbles: true, cancelable: true });
    if (!this.dispatchEvent(event)) return false;
    if (form.dataset["next"]) location.assign(address(form.dataset["next"], answer));
    else if ("reload" in form.dataset) location.reload();
    else {
      const note = this.querySelector<HTMLElement>("[data-done]");
      if (note) {
        form.hidden = true;
        note.hidden = false;
        note.tabIndex = -1;
        note.focus();
      }
      return false;
    }
    return true;
  }

  #refused(form: HTMLFormElement, problem: Problem): void {
    this.dispatchEvent(new CustomEvent("qp-refused", { detail: problem, bubbles: true }));
    const { non_field_errors: general = [], ...fields } = problem.fields;
    const only = Object.keys(fields).length > 0;
    const said = general.map((one) => one.message).join(" ");
    showErrors(this, form, fields, said || (only ? "" : sentence(problem)));
  }

  #setBusy(busy: boolean, submitter?: HTMLButtonElement | null): void {
    this.#busy = busy;
    const button = submitter ?? this.querySelector<HTMLButtonElement>("[aria-busy]");
    if (busy) button?.setAttribute("aria-busy", "true");
    else button?.removeAttribute("aria-busy");
  }
}

define("qp-form", QpForm);
