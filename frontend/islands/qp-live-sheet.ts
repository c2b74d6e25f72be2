/**
 * <qp-live-sheet data-endpoint data-phase [data-sheet data-version]>: the final on a juror's phone. Asks every three
 * seconds what is being marked now and loads the page again when that has changed and nothing is unsent. Each press is
 * sent at once and tried again until it has arrived; the button then completes the sheet.
 *
 * The last press wins over what another device of the same juror sent before: it is the same person, a moment later.
 */
import { delay, pause } from "./lib/backoff.ts";
import { define, maybe, part } from "./lib/element.ts";
import { call, Problem } from "./lib/http.ts";
import { text } from "./lib/texts.ts";
import { Pending, phase, type Turn } from "./lib/turn.ts";
import { sentence } from "./lib/words.ts";

const ASK_MS = 3000;
const OVER = ["turn_over", "not_called", "round_closed", "ballot_sealed", "sheet_not_open", "withdrawn"];

interface Saved {
  version: number;
  state: string;
}

export class QpLiveSheet extends HTMLElement {
  #pending = new Pending();
  #sending: Promise<void> | undefined;

  connectedCallback(): void {
    const form = this.querySelector<HTMLFormElement>(":scope > form");
    form?.addEventListener("change", (event) => this.#press(event.target as HTMLInputElement));
    form?.addEventListener("submit", (event) => (event.preventDefault(), void this.#done(form)));
    maybe(this, "reopen")?.addEventListener("click", () => void this.#act("reopen"));
    addEventListener("beforeunload", this.#onLeave);
    void this.#watch();
  }

  disconnectedCallback(): void {
    removeEventListener("beforeunload", this.#onLeave);
  }

  readonly #onLeave = (event: BeforeUnloadEvent): void => {
    if (this.#pending.any) event.preventDefault();
  };

  async #watch(): Promise<void> {
    for (let failures = 0; this.isConnected; ) {
      await pause(failures ? delay(failures, ASK_MS, 20_000) : ASK_MS);
      try {
        const turn = await call<Turn & Record<string, unknown>>("GET", this.dataset["endpoint"]!);
        failures = 0;
        if (phase(turn) !== this.dataset["phase"] && !this.#pending.any) return location.reload();
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        failures += 1;
      }
      part(this, "stale").hidden = failures === 0;
    }
  }

  #press(control: HTMLInputElement): void {
    const [key, hundredths] = this.#markOf(control);
    if (!Number.isFinite(hundredths)) return;
    part(this, "refused").textContent = "";
    this.#pending.press(key, hundredths);
    void this.#send();
  }

  /** One request at a time; whatever is pressed meanwhile goes with the next one. */
  #send(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    for (let failures = 0; this.#pending.any; ) {
      this.#state("saving");
      try {
        const body = { marks: this.#pending.take(), version: Number(this.dataset["version"]) };
        const saved = await call<Saved & Record<string, unknown>>("PATCH", `/api/v1/sheets/${this.dataset["sheet"]}`, body);
        this.#pending.arrived();
        this.dataset["version"] = String(saved.version);
        failures = 0;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        this.#pending.failed();
        if (problem.code === "changed_elsewhere") this.dataset["version"] = String(problem.extra["version"]);
        else if (problem.passing) {
          failures += 1;
          this.#state("failed");
          await pause(delay(failures, 1000, 10_000));
        } else return this.#refused(problem);
      }
    }
    this.#state("saved");
  }

  async #done(form: HTMLFormElement): Promise<void> {
    const empty = [...form.querySelectorAll<HTMLElement>("fieldset.scale")].find((field) => !this.#filled(field));
    if (empty) {
      part(this, "refused").textContent = text("live.unmarked");
      return empty.querySelector<HTMLInputElement>("input")?.focus();
    }
    this.#pressAll(form); // one that was tapped before this script listened is on the form, but not yet on its way
    await this.#send();
    if (!this.#pending.any) await this.#act("complete");
  }

  #pressAll(form: HTMLFormElement): void {
    for (const control of form.querySelectorAll<HTMLInputElement>("fieldset.scale input:checked, fieldset.scale input[type=number]")) {
      this.#pending.press(...this.#markOf(control));
    }
  }

  #markOf(control: HTMLInputElement): [key: string, hundredths: number] {
    const value = control.type === "radio" ? Number(control.value) : Math.round(control.valueAsNumber * 100);
    return [control.name.replace(/^mark-/, ""), value];
  }

  #filled(field: HTMLElement): boolean {
    const typed = field.querySelector<HTMLInputElement>("input[type=number]");
    return typed ? typed.value !== "" : field.querySelector("input:checked") !== null;
  }

  async #act(verb: "complete" | "reopen"): Promise<void> {
    const version = Number(this.dataset["version"]);
    try {
      await call("POST", `/api/v1/sheets/${this.dataset["sheet"]}/${verb}`, { version });
      location.reload();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.code !== "changed_elsewhere") return this.#refused(problem);
      this.dataset["version"] = String(problem.extra["version"]);
      part(this, "refused").textContent = text("live.again");
    }
  }

  #refused(problem: Problem): void {
    part(this, "refused").textContent = sentence(problem);
    this.#state("failed");
    if (OVER.includes(problem.code)) this.#pending.drop(); // the next look at the turn loads what is true now
  }

  #state(state: "saving" | "saved" | "failed"): void {
    const save = maybe(this, "save");
    if (!save) return;
    save.dataset["state"] = state;
    const said = text({ saving: "live.saving", saved: "live.saved", failed: "live.failed" }[state]);
    part(save, "text").textContent = said;
    if (state !== "saving") part(this, "said").textContent = said;
  }
}

define("qp-live-sheet", QpLiveSheet);
