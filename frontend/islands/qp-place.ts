/**
 * <qp-place data-endpoint="/api/v1/places"> around components/place.html: a combobox over GET ?q= (from two letters).
 *
 * Answer: {results: [{id, label, sentence, within}]}. Choosing writes
 * `id` into the hidden input, shows `sentence` with its tone, and fires `qp-place` (detail: the place).
 */
import { define, part } from "./lib/element.ts";
import { call, Problem } from "./lib/http.ts";
import { counted, text } from "./lib/texts.ts";
import { sentence } from "./lib/words.ts";

interface Place { id: number; label: string; sentence: string; within: boolean }

export class QpPlace extends HTMLElement {
  #places: Place[] = [];
  #at = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();

  get #input(): HTMLInputElement {
    return part<HTMLInputElement>(this, "input");
  }

  connectedCallback(): void {
    const input = this.#input;
    input.addEventListener("input", (event) => {
      event.stopPropagation(); // the words typed are no answer yet; only the chosen place is
      this.#write("", "");
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#search(), 200);
    });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#close());
    const list = part(this, "list");
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // keep the focus in the input
    list.addEventListener("click", (event) => {
      const option = (event.target as HTMLElement).closest<HTMLElement>("[role=option]");
      if (option) this.#choose(Number(option.dataset["index"]));
    });
  }

  async #search(): Promise<void> {
    const query = this.#input.value.trim();
    this.#asking.abort();
    this.#asking = new AbortController();
    if (query.length < 2) return this.#close();
    const address = new URL(this.dataset["endpoint"] ?? "/api/v1/places", location.href);
    address.searchParams.set("q", query);
    try {
      const answer = await call<{ results: Place[] }>("GET", address.href, undefined, { signal: this.#asking.signal });
      this.#places = answer.results;
      this.#open();
    } catch (problem) {
      if (problem instanceof Problem) this.#say(sentence(problem), "warn");
      else if ((problem as DOMException).name !== "AbortError") throw problem;
    }
  }

  #open(): void {
    const list = part(this, "list");
    list.replaceChildren(
      ...this.#places.map((place, index) => {
        const option = document.createElement("li");
        option.role = "option";
        option.id = `${list.id}-${index}`;
        option.dataset["index"] = String(index);
        option.setAttribute("aria-selected", "false");
        option.append(place.label);
        return option;
      }),
    );
    list.hidden = !this.#places.length;
    this.#input.setAttribute("aria-expanded", String(!list.hidden));
    this.#mark(-1);
    part(this, "said").textContent = this.#places.length ? counted("place.found", this.#places.length) : "";
    if (!this.#places.length) this.#say(text("place.none"), "warn");
  }

  #close(): void {
    part(this, "list").hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#mark(-1);
  }

  #key(event: KeyboardEvent): void {
    const open = !part(this, "list").hidden;
    if (event.key === "Escape" && open) this.#close();
    else if (event.key === "Enter" && open && this.#at >= 0) this.#choose(this.#at);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.#places.length) {
      if (!open) this.#open();
      const count = this.#places.length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#mark(this.#at < 0 ? (step > 0 ? 0 : count - 1) : (this.#at + step + count) % count);
    } else return;
    event.preventDefault();
  }

  #mark(index: number): void {
    this.#at = index;
    const options = part(this, "list").querySelectorAll("[role=option]");
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    const chosen = options[index];
    if (chosen) {
      this.#input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else this.#input.removeAttribute("aria-activedescendant");
  }

  #choose(index: number): void {
    const place = this.#places[index];
    if (!place) return;
    this.#input.value = place.label;
    this.#close();
    this.#write(String(place.id), place.sentence, place.within ? "ok" : "warn");
    this.dispatchEvent(new CustomEvent("qp-place", { detail: place, bubbles: true }));
  }

  #write(id: string, message: string, tone = ""): void {
    const hidden = part<HTMLInputElement>(this, "value");
    this.#say(message, tone);
    if (hidden.value === id) return;
    hidden.value = id;
    hidden.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #say(message: string, tone: string): void {
    const answer = part(this, "answer");
    answer.textContent = message;
    answer.dataset["tone"] = tone;
  }
}

define("qp-place", QpPlace);
