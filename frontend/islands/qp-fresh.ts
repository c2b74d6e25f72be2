/**
 * <qp-fresh data-endpoint data-version data-interval="5"> keeps the [data-fresh="name"] parts of a page as the server
 * draws them now: asks a JSON endpoint for its `version`, and when that rises fetches this very page and takes its
 * parts over. One template, one translation, whoever acted; forms inside are qp-forms. While somebody is writing nothing is
 * replaced for what others do; [data-part=said] says that there is something new. After an act of one's own what was
 * begun in the other forms is kept, details stay open, and the focus stays where it was or goes to what is around it.
 */
import { delay } from "./lib/backoff.ts";
import { define, maybe } from "./lib/element.ts";
import { type Body, call, Problem } from "./lib/http.ts";
import { text } from "./lib/texts.ts";
import { sentence } from "./lib/words.ts";

type Field = HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement;

export class QpFresh extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.#onShow);
    this.addEventListener("qp-done", (event) => void this.#redraw(event.target as Element, ""));
    this.addEventListener("qp-refused", (event) => {
      const problem = (event as CustomEvent<Problem>).detail;
      if (problem.code === "changed_elsewhere") void this.#redraw(this, sentence(problem));
    });
    this.#plan();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#onShow);
  }

  readonly #onShow = (): void => {
    if (document.visibilityState === "visible") void this.#ask();
  };

  #plan(): void {
    clearTimeout(this.#timer);
    const every = (Number(this.dataset["interval"]) || 5) * 1000;
    this.#timer = setTimeout(() => void this.#ask(), this.#failures ? delay(this.#failures, every, 60_000) : every);
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#timer);
    if (document.visibilityState === "hidden") return;
    try {
      const answer = await call<Body>("GET", this.dataset["endpoint"]!);
      this.#failed(0);
      if (String(answer["version"]) !== this.dataset["version"]) await this.#redraw(null, "");
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#failed(this.#failures + 1);
      if (!problem.passing) return;
    }
    this.#plan();
  }

  #failed(failures: number): void {
    this.#failures = failures;
    const note = maybe(this, "stale");
    if (note) note.hidden = !failures;
  }

  /** `own`: where this page acted, so that what was written in there has been sent; the whole element after a refusal. */
  async #redraw(own: Element | null, said: string): Promise<void> {
    if (!own && this.#writing()) {
      this.#say(text("fresh.waits"));
      return;
    }
    let page: Document;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
      if (!answer.ok) return this.#failed(this.#failures + 1);
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return this.#failed(this.#failures + 1); // no connection: the next question tries again
    }
    const sent = (field: Field): boolean => own !== this && !!own?.contains(field);
    const begun = this.#fields().filter((field) => changed(field) && !sent(field));
    const opened = [...this.querySelectorAll("details[id][open]")];
    const around = path(document.activeElement);
    for (const old of this.querySelectorAll<HTMLElement>("[data-fresh]")) {
      const fresh = page.querySelector(`[data-fresh="${old.dataset["fresh"]!}"]`);
      if (fresh) old.replaceWith(document.importNode(fresh, true));
    }
    const both = begun.map(restore).includes("both");
    for (const old of opened) document.getElementById(old.id)?.setAttribute("open", "");
    this.dataset["version"] = page.querySelector<HTMLElement>("qp-fresh")?.dataset["version"] ?? "";
    refocus(around);
    this.#say(both ? text("fresh.both") : said, said !== "");
  }

  #fields(): Field[] {
    return [...this.querySelectorAll<Field>("textarea[id], select[id], input[id]:not([type=hidden])")];
  }

  /** Whether somebody has begun a text, or is about to. */
  #writing(): boolean {
    const here = document.activeElement;
    return this.#fields().some((field) => field === here || (changed(field) && !(field instanceof HTMLSelectElement)));
  }

  /** `loud`: what was done here did not happen, so the focus goes to the sentence that says why. */
  #say(said: string, loud = false): void {
    const note = maybe(this, "said");
    if (!note) return;
    note.hidden = !said;
    if (note.textContent !== said) note.textContent = said; // a reader says it once, not every five seconds
    if (loud) note.focus();
  }
}

function changed(field: Field): boolean {
  if (field instanceof HTMLSelectElement) {
    const given = [...field.options].find((one) => one.defaultSelected) ?? field.options[0];
    return given !== undefined && !given.selected;
  }
  const ticked = field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type);
  return ticked ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

/** What was begun, in the field that the server drew anew. Where another's text has come meanwhile, both: "both". */
function restore(old: Field): "kept" | "both" {
  const fresh = document.getElementById(old.id) as Field | null;
  if (!fresh) return "kept";
  if (fresh instanceof HTMLSelectElement) {
    if ([...fresh.options].some((one) => one.value === old.value)) fresh.value = old.value;
  } else if (fresh instanceof HTMLInputElement && old instanceof HTMLInputElement) {
    [fresh.value, fresh.checked] = [old.value, old.checked];
  } else {
    const before = (old as HTMLTextAreaElement).defaultValue;
    const theirs = (fresh as HTMLTextAreaElement).defaultValue;
    const meanwhile = theirs !== before && theirs !== old.value && theirs !== "";
    fresh.value = meanwhile ? `${theirs}\n\n${old.value}` : old.value;
    return meanwhile ? "both" : "kept";
  }
  return "kept";
}

/** The ids of an element and of what is around it, from the inside out. */
function path(from: Element | null): string[] {
  const found: string[] = [];
  for (let here = from; here && here !== document.body; here = here.parentElement) if (here.id) found.push(here.id);
  return found;
}

/** The button that was pressed, or what was around it when the press took it away: a keyboard goes on from there. */
function refocus(around: string[]): void {
  const found = around.map((id) => document.getElementById(id)).find((one) => one !== null);
  if (!found || found === document.activeElement || found.contains(document.activeElement)) return;
  if (found.tabIndex < 0) found.tabIndex = -1;
  found.focus({ preventScroll: true });
}

define("qp-fresh", QpFresh);
