/**
 * <qp-stage data-mode="screen|presenter" data-channel data-publication data-confirmed> around slides ([data-slide], secret
 * ones with data-secret, those of the last prize with data-last). The two windows of a browser follow each other over a
 * BroadcastChannel, so that a show needs no network once it is open.
 *
 * A secret is shown only after R and R again (or the presenter's button and its dialog), and only when a second person has
 * confirmed the publication. With the last one the publication is released; without a network that is tried again until
 * it succeeds. Single keys are the page's whole purpose and only move slides; revealing always asks (WCAG 2.1.4: no text
 * field is on the screen, and the presenter's window takes no single keys).
 */
import { delay, pause } from "./lib/backoff.ts";
import { define, maybe } from "./lib/element.ts";
import { call, Problem } from "./lib/http.ts";
import { allSaid, reveal, revealable, START, step, type Show, type Slide } from "./lib/stage.ts";
import { playTest } from "./lib/test-tone.ts";
import { text } from "./lib/texts.ts";
import { sentence } from "./lib/words.ts";

const ARMED_MS = 6000;
const ASK_MS = 5000;
const ON = ["ArrowRight", "PageDown", " "];
const BACK = ["ArrowLeft", "PageUp"];

export class QpStage extends HTMLElement {
  #show: Show = START;
  #armed: ReturnType<typeof setTimeout> | undefined;
  #channel = new BroadcastChannel(`qp-stage-${this.dataset["channel"]}`);
  #failures = 0;
  #releasing = false;

  connectedCallback(): void {
    this.#channel.addEventListener("message", (event: MessageEvent<Show | "what?">) => {
      if (event.data === "what?") this.#channel.postMessage(this.#show);
      else this.#take(event.data);
    });
    this.#channel.postMessage("what?");
    if (this.#screen) document.addEventListener("keydown", this.#onKey);
    this.addEventListener("click", this.#onClick);
    this.querySelector("dialog")?.addEventListener("close", (event) => {
      if ((event.target as HTMLDialogElement).returnValue === "confirm") this.#reveal();
    });
    this.#draw();
    void this.#watchConfirmation();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#onKey);
    this.#channel.close();
  }

  get #screen(): boolean {
    return this.dataset["mode"] === "screen";
  }

  get #slides(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-slide]")];
  }

  get #deck(): Slide[] {
    return this.#slides.map((slide) => ({ secret: "secret" in slide.dataset, last: "last" in slide.dataset }));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === " " && (event.target as HTMLElement).closest("button, a")) return;
    const key = event.key.toLowerCase();
    if (ON.includes(event.key)) this.#go(step(this.#show, this.#deck, 1));
    else if (BACK.includes(event.key)) this.#go(step(this.#show, this.#deck, -1));
    else if (key === "b" || key === ".") this.#go({ ...this.#show, black: !this.#show.black });
    else if (key === "f") void document.documentElement.requestFullscreen?.();
    else if (key === "r" && !event.repeat) this.#askByKey();
    else if (event.key === "Escape") this.#disarm();
    else return;
    event.preventDefault();
  };

  readonly #onClick = (event: Event): void => {
    const pressed = (event.target as HTMLElement).closest<HTMLElement>("[data-part]")?.dataset["part"];
    if (pressed === "sound") void playTest();
    if (pressed === "full") void document.documentElement.requestFullscreen?.();
    if (pressed === "forward") this.#go(step(this.#show, this.#deck, 1));
    if (pressed === "back") this.#go(step(this.#show, this.#deck, -1));
    if (pressed === "dark") this.#go({ ...this.#show, black: !this.#show.black });
    if (pressed === "reveal" && this.#mayReveal()) this.querySelector("dialog")?.showModal();
  };

  /** R arms, R again within six seconds reveals: no slip of a finger tells a secret. */
  #askByKey(): void {
    if (!this.#mayReveal()) return;
    if (this.#armed) return this.#reveal();
    this.#say(text("stage.again"));
    this.#armed = setTimeout(() => this.#disarm(), ARMED_MS);
  }

  #disarm(): void {
    clearTimeout(this.#armed);
    this.#armed = undefined;
    this.#say("");
  }

  #mayReveal(): boolean {
    if (!revealable(this.#show, this.#deck)) {
      this.#say(text("stage.nothing"));
      return false;
    }
    if (this.dataset["confirmed"]) return true;
    this.#say(text("stage.second_person"));
    return false;
  }

  #reveal(): void {
    this.#disarm();
    this.#go(reveal(this.#show, this.#deck));
  }

  #go(show: Show): void {
    if (show === this.#show) return;
    this.#take(show);
    this.#channel.postMessage(show);
  }

  #take(show: Show): void {
    this.#disarm();
    this.#show = show;
    this.#draw();
    if (this.#screen && allSaid(show, this.#deck)) void this.#release();
  }

  #draw(): void {
    const { index, black } = this.#show;
    this.#slides.forEach((slide, at) => (slide.hidden = at !== index));
    const cloth = maybe(this, "black");
    if (cloth) cloth.hidden = !black;
    maybe(this, "dark")?.setAttribute("aria-pressed", String(black));
    const next = maybe(this, "next");
    if (next) next.textContent = this.#told(index + 1);
    this.#drawWeb();
  }

  /** The next slide in the presenter's words; of a secret only that it waits. */
  #told(index: number): string {
    const slide = this.#slides[index];
    if (!slide) return text("stage.last");
    if ("secret" in slide.dataset && !this.#show.revealed.includes(index)) return text("stage.waits");
    return slide.querySelector(".cue-big")?.textContent ?? "";
  }

  #drawWeb(): void {
    const web = maybe(this, "web");
    if (!web) return;
    const waits = text(this.dataset["confirmed"] ? "stage.web_confirmed" : "stage.web_unconfirmed");
    web.textContent = "public" in this.dataset ? text("stage.web_public") : waits;
  }

  /** Until a second person has confirmed, ask now and then; afterwards nothing is asked any more. */
  async #watchConfirmation(): Promise<void> {
    while (this.isConnected && this.dataset["publication"] && !("public" in this.dataset)) {
      await pause(ASK_MS);
      try {
        const found = await call("GET", `/api/v1/publications/${this.dataset["publication"]}`);
        this.dataset["confirmed"] = String(found["confirmed_at"] ?? "");
        const from = found["embargo_at"];
        if (found["state"] === "scheduled" && typeof from === "string" && Date.parse(from) <= Date.now()) this.dataset["public"] = "";
        this.#drawWeb();
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem; // no network: what is known stays
      }
    }
  }

  async #release(): Promise<void> {
    if (this.#releasing || "public" in this.dataset) return;
    this.#releasing = true;
    while (this.isConnected) {
      try {
        await call("POST", `/api/v1/publications/${this.dataset["publication"]}/release`, {});
        this.dataset["public"] = "";
        break;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (!problem.passing) {
          this.#say(sentence(problem));
          break;
        }
        this.#failures += 1;
        await pause(delay(this.#failures, 1000, 15_000));
      }
    }
    this.#releasing = false;
    this.#drawWeb();
  }

  #say(words: string): void {
    const said = maybe(this, "said");
    if (said) said.textContent = words;
  }
}

define("qp-stage", QpStage);
