/** Field messages and the error summary: same wording in both places, focus to the summary. */
import type { FieldErrors } from "./http.ts";
import { controls } from "./fields.ts";
import { stamp } from "./element.ts";
import { text } from "./texts.ts";

function wrapperOf(form: HTMLFormElement, name: string): HTMLElement | null {
  const named = [...form.querySelectorAll<HTMLElement>("[data-field]")].find((item) => item.dataset["field"] === name);
  return named ?? controls(form).find((item) => item.name === name)?.closest<HTMLElement>(".field") ?? null;
}

/** Put `message` before the input of `name`, or take it away with "". Returns the control to focus. */
export function setFieldError(form: HTMLFormElement, name: string, message: string): HTMLElement | null {
  const group = controls(form).filter((item) => item.name === name);
  const wrapper = wrapperOf(form, name);
  if (!wrapper) return null;
  const id = `${form.id || "f"}-${name.replace(/\W/g, "-")}-error`;
  let note = wrapper.querySelector<HTMLElement>(":scope > .error");
  if (!note) {
    note = document.createElement("p");
    note.className = "error";
    const heads = wrapper.querySelectorAll(":scope > label, :scope > legend, :scope > .hint");
    const anchor = [...heads].filter((item) => !group.some((control) => item.contains(control))).at(-1);
    if (anchor) anchor.after(note);
    else wrapper.prepend(note);
  }
  note.id ||= id;
  note.hidden = message === "";
  note.textContent = message;
  for (const control of group) {
    const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== note.id);
    if (message) ids.push(note.id);
    control.toggleAttribute("aria-invalid", false);
    if (message) control.setAttribute("aria-invalid", "true");
    if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
    else control.removeAttribute("aria-describedby");
  }
  const target = group.find((item) => item.type !== "hidden") ?? wrapper.querySelector<HTMLElement>('input:not([type="hidden"]), select, textarea, button');
  if (target) target.id ||= `${id}-at`;
  return target ?? wrapper;
}

/** Take away the summary, all field messages and the title's "Error:". */
export function clearErrors(host: HTMLElement, form: HTMLFormElement): void {
  host.querySelector("[data-error-summary]")?.remove();
  for (const note of form.querySelectorAll<HTMLElement>(".field > .error")) {
    note.hidden = true;
    note.textContent = "";
  }
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  const prefix = text("error.prefix");
  if (document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length).trimStart();
}

/** Show the summary above the form and focus it. `general`: a sentence that belongs to no field. */
export function showErrors(host: HTMLElement, form: HTMLFormElement, fields: FieldErrors, general = ""): void {
  clearErrors(host, form);
  const summary = stamp(host, "error-summary");
  const list = summary.querySelector("ul")!;
  const add = (message: string, target: HTMLElement | null): void => {
    const item = document.createElement("li");
    const line: HTMLElement = target ? Object.assign(document.createElement("a"), { href: `#${target.id}` }) : item;
    line.textContent = message;
    if (target) {
      item.append(line);
      line.addEventListener("click", (event) => {
        event.preventDefault();
        target.closest("details")?.setAttribute("open", "");
        target.focus();
        target.scrollIntoView({ block: "center" });
      });
    }
    list.append(item);
  };
  for (const [name, problems] of Object.entries(fields)) {
    const message = problems.map((one) => one.message).join(" ");
    add(message, setFieldError(form, name, message));
  }
  if (general) add(general, null);
  form.before(summary);
  const prefix = text("error.prefix");
  if (!document.title.startsWith(prefix)) document.title = `${prefix} ${document.title}`;
  summary.focus();
}
