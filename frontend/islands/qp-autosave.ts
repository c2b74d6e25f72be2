/**
 * <qp-autosave data-endpoint data-versions='{"title": 3}' data-next> around a <form>: saves every field as it is typed.
 *
 * PATCH 0.8 s after the last key, with the version of each field; a 409 shows both texts at the field and asks.
 * Parts: a `.save` element with data-part="save" (visible state), data-part="said" (role=status, at most every 4 s),
 * data-part="again" (button). Submitting the form sends what is left and then goes to data-next.
 * Events: `qp-saved` (detail: the answer).
 */
import { Announcer } from "./lib/announce.ts";
import { delay } from "./lib/backoff.ts";
import { type Conflict, Draft, type Versions } from "./lib/draft.ts";
import { define, maybe, part, stamp } from "./lib/element.ts";
import { setFieldError, showErrors } from "./lib/errors.ts";
import { type Control, grouped, setValue, valueOf } from "./lib/fields.ts";
import { wallClock } from "./lib/format.ts";
import { type Body, call, Problem } from "./lib/http.ts";
import { text } from "./lib/texts.ts";
import { sentence } from "./lib/words.ts";

type State = "idle" | "saving" | "saved" | "offline" | "failed" | "conflict";
interface Saved extends Body { versions?: Versions; saved_at?: string }

export class QpAutosave extends HTMLElement {
  #draft = new Draft();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #running: Promise<void> | undefined;
  #problem: Problem | undefined;
  readonly #announcer = new Announcer((message) => (part(this, "said").textContent = message));

  get #form(): HTMLFormElement {
    return this.querySelector("form")!;
  }

  connectedCallback(): void {
    this.#draft = new Draft(JSON.parse(this.dataset["versions"] ?? "{}") as Versions);
    this.addEventListener("input", (event) => this.#edited(event, 800));
    this.addEventListener("change", (event) => this.#edited(event, 100));
    this.addEventListener("submit", (event) => {
      if ((event.target as HTMLFormElement) !== this.#form) return;
      event.preventDefault();
      void this.#leave(event.submitter);
    });
    maybe(this, "again")?.addEventListener("click", () => void this.flush());
    addEventListener("online", this.#onOnline);
    addEventListener("beforeunload", this.#onLeave);
    document.addEventListener("visibilitychange", this.#onHide);
  }

  disconnectedCallback(): void {
    removeEventListener("online", this.#onOnline);
    removeEventListener("beforeunload", this.#onLeave);
    document.removeEventListener("visibilitychange", this.#onHide);
  }

  readonly #onOnline = (): void => void this.flush();
  readonly #onLeave = (event: BeforeUnloadEvent): void => {
    if (this.#draft.unsent) event.preventDefault();
  };
  // A phone that puts the page away may never come back: send at once, in a request that outlives the page.
  readonly #onHide = (): void => {
    if (document.visibilityState === "hidden" && this.#draft.waiting) void this.flush(true);
  };

  #edited(event: Event, wait: number): void {
    const control = event.target as Control;
    if (!control.name || control.form !== this.#form || control.dataset["autosave"] === "off" || control.type === "file") return;
    const group = grouped(this.#form).get(control.name);
    if (!group) return;
    // `change` repeats what `input` already told about text: only a real difference is sent.
    const typed = control instanceof HTMLTextAreaElement || !["radio", "checkbox", "select-one", "select-multiple"].includes(control.type);
    if (event.type === "change" && typed) {
      if (this.#draft.waiting) this.#schedule(wait);
      return;
    }
    this.#draft.change(control.name, valueOf(group));
    setFieldError(this.#form, control.name, "");
    this.#show("saving");
    this.#schedule(wait);
  }

  #schedule(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  /** Send until nothing is left that may be sent. Callers share one run. */
  flush(keepalive = false): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#sendAll(keepalive).finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #sendAll(keepalive: boolean): Promise<void> {
    for (let body = this.#draft.take(); body; body = this.#draft.take()) {
      this.#show("saving");
      try {
        const answer = await call<Saved>("PATCH", this.dataset["endpoint"]!, body, { keepalive });
        this.#draft.accepted(answer.versions);
        this.#failures = 0;
        this.#problem = undefined;
        this.dispatchEvent(new CustomEvent("qp-saved", { detail: answer, bubbles: true }));
        if (!this.#draft.unsent) this.#show("saved", { time: wallClock(answer.saved_at) });
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (!this.#handled(problem)) return;
      }
    }
    if (this.#draft.unsent && !this.#draft.busy) this.#show(this.#draft.conflicts ? "conflict" : "failed");
  }

  /** True when sending may go on with the other fields. */
  #handled(problem: Problem): boolean {
    this.#problem = problem;
    if (problem.status === 409 && problem.code === "changed_elsewhere") {
      const current = (problem.extra["current"] ?? {}) as Body;
      for (const one of this.#draft.conflicted(current, problem.extra["versions"] as Versions)) this.#showConflict(one);
      return true;
    }
    const names = Object.keys(problem.fields);
    if (problem.status === 400 && names.length) {
      this.#draft.refuse(names);
      for (const name of names) setFieldError(this.#form, name, problem.fields[name]!.map((one) => one.message).join(" "));
      return true;
    }
    this.#draft.lost();
    this.#show(problem.status === 0 ? "offline" : "failed");
    if (problem.passing) this.#schedule((problem.retryAfter ?? 0) * 1000 || delay(++this.#failures, 2000));
    return false;
  }

  #showConflict({ field, mine, theirs }: Conflict): void {
    const group = grouped(this.#form).get(field);
    const home = group?.[0]?.closest(".field");
    if (!group || !home) return;
    home.querySelector(":scope > .conflict")?.remove();
    const box = stamp(this, "conflict");
    part(box, "mine").textContent = readable(mine);
    part(box, "theirs").textContent = readable(theirs);
    const close = (): void => {
      box.remove();
      group[0]!.focus();
      void this.flush().then(() => !this.#draft.unsent && this.#show("saved", { time: wallClock(undefined) }));
    };
    part(box, "keep").addEventListener("click", () => (this.#draft.keepMine(field), close()));
    part(box, "take").addEventListener("click", () => (this.#draft.takeTheirs(field), setValue(group, theirs), close()));
    home.append(box);
  }

  async #leave(submitter: HTMLElement | null): Promise<void> {
    submitter?.setAttribute("aria-busy", "true");
    await this.flush();
    await this.flush(); // what was typed while the first run was under way
    submitter?.removeAttribute("aria-busy");
    if (!this.#draft.unsent) {
      if (this.dataset["next"]) location.assign(this.dataset["next"]);
      return;
    }
    const general = this.#draft.conflicts ? text("save.conflict") : this.#problem ? sentence(this.#problem) : text("save.failed");
    showErrors(this, this.#form, this.#problem?.fields ?? {}, Object.keys(this.#problem?.fields ?? {}).length ? "" : general);
  }

  #show(state: State, values: Record<string, string> = {}): void {
    // A refusal that stays is said in its own words; only a passing one is worth another try.
    const why = state === "failed" && this.#problem && !this.#problem.passing && this.#problem.status !== 400 ? sentence(this.#problem) : "";
    const message = why || text(`save.${state}`, values);
    const line = part(this, "save");
    line.dataset["state"] = state;
    (maybe(line, "text") ?? line).textContent = message;
    const again = maybe<HTMLButtonElement>(this, "again");
    if (again) again.hidden = state !== "failed" && state !== "offline";
    if (state !== "saving") this.#announcer.announce(message);
  }
}

function readable(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

define("qp-autosave", QpAutosave);
