/**
 * <qp-list data-endpoint> around a form with a list of like items, sent as one array (PUT) in the order shown.
 *
 * Parts: list, add (button), said (role=status), none (shown while empty). Items: [data-item] with buttons up, down,
 * remove and a number; a <template data-template="item">. Names inside an item are its own ("weight", "title.fr"); the
 * island puts the item's index before them, so that the answer's errors ("1.weight") find their field.
 * data-scale="100" on an input: sent times a hundred (euro → cents). Events: `qp-items` when items come or move.
 */
import { define, maybe, part, stamp } from "./lib/element.ts";
import { clearErrors, showErrors } from "./lib/errors.ts";
import { bodyOf, controls } from "./lib/fields.ts";
import { wallClock } from "./lib/format.ts";
import { call, Problem } from "./lib/http.ts";
import { arrayOf } from "./lib/items.ts";
import { text } from "./lib/texts.ts";
import { sentence } from "./lib/words.ts";

export class QpList extends HTMLElement {
  #dirty = false;
  #busy = false;

  connectedCallback(): void {
    this.#number();
    this.addEventListener("click", (event) => this.#onClick(event.target as HTMLElement));
    this.#form.addEventListener("input", () => this.#changed());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send(event.submitter as HTMLButtonElement | null);
    });
    addEventListener("beforeunload", (event) => this.#dirty && event.preventDefault());
  }

  get #form(): HTMLFormElement {
    return this.querySelector("form")!;
  }

  get #items(): HTMLElement[] {
    return [...part(this, "list").querySelectorAll<HTMLElement>(":scope > [data-item]")];
  }

  #onClick(target: HTMLElement): void {
    const button = target.closest<HTMLElement>("[data-part]");
    const kind = button?.dataset["part"];
    const item = button?.closest<HTMLElement>("[data-item]");
    if (kind === "add") this.#add();
    else if (item && kind === "remove") this.#remove(item);
    else if (item && (kind === "up" || kind === "down")) this.#move(item, kind, button!);
  }

  #add(): void {
    const item = stamp(this, "item");
    part(this, "list").append(item);
    this.#settle();
    item.querySelector<HTMLElement>("[data-language]:not([hidden]) input")?.focus();
  }

  #remove(item: HTMLElement): void {
    const near = (item.nextElementSibling ?? item.previousElementSibling) as HTMLElement | null;
    item.remove();
    this.#settle();
    (near ? part(near, "remove") : part(this, "add")).focus();
    this.#say("list.removed");
  }

  /** Moving keeps the focus on the button pressed, so that a key may be pressed again. */
  #move(item: HTMLElement, way: "up" | "down", button: HTMLElement): void {
    const other = way === "up" ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return this.#say(way === "up" ? "list.first" : "list.last");
    if (way === "up") other.before(item);
    else other.after(item);
    this.#settle();
    button.focus();
    this.#say("list.moved", { place: this.#items.indexOf(item) + 1, all: this.#items.length });
  }

  #settle(): void {
    this.#number();
    this.#changed();
    this.dispatchEvent(new CustomEvent("qp-items", { bubbles: true }));
    this.querySelector("qp-texts")?.dispatchEvent(new CustomEvent("qp-items"));
  }

  #changed(): void {
    this.#dirty = true;
    const line = part(this, "said");
    line.dataset["state"] = "idle";
    line.textContent = text("list.unsaved");
  }

  /** Index, ids and names of every item: what was "weight" or "3.weight" becomes "0.weight" in the first one. */
  #number(): void {
    const own = (name: string): string => name.replace(/^\d+\./, "");
    this.#items.forEach((item, index) => {
      part(item, "number").textContent = String(index + 1);
      const controlsHere = controls(this.#form).filter((control) => item.contains(control));
      controlsHere.forEach((control, count) => {
        const label = control.closest(".choice") ? null : control.closest(".field")?.querySelector("label");
        control.name = `${index}.${own(control.name)}`;
        control.id = `${this.#form.id}-${index}-${count}`;
        if (label) label.htmlFor = control.id;
      });
      for (const field of item.querySelectorAll<HTMLElement>("[data-field]")) field.dataset["field"] = `${index}.${own(field.dataset["field"]!)}`;
    });
    const none = maybe(this, "none");
    if (none) none.hidden = this.#items.length > 0;
  }

  async #send(submitter: HTMLElement | null): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    submitter?.setAttribute("aria-busy", "true");
    try {
      const scaled = new Map(controls(this.#form).flatMap((control) => (control.dataset["scale"] ? [[control.name, Number(control.dataset["scale"])] as const] : [])));
      const answer = await call<{ version?: number }>("PUT", this.dataset["endpoint"]!, arrayOf(bodyOf(this.#form), this.#items.length, scaled));
      clearErrors(this, this.#form);
      this.#dirty = false;
      if ("reload" in this.dataset) return location.reload();
      if (answer?.version) for (const one of document.querySelectorAll<HTMLInputElement>("[data-version]")) one.value = String(answer.version);
      const line = part(this, "said");
      line.dataset["state"] = "saved";
      line.textContent = text("list.saved", { time: wallClock(undefined) });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      showErrors(this, this.#form, problem.fields, Object.keys(problem.fields).length ? "" : sentence(problem));
    } finally {
      this.#busy = false;
      submitter?.removeAttribute("aria-busy");
    }
  }

  #say(key: string, values?: Record<string, number>): void {
    part(this, "said").textContent = text(key, values);
  }
}

define("qp-list", QpList);
