/**
 * Brings changed sheets to the server, one request at a time, and tries again with back-off while there is no answer.
 *
 * Every refusal is told to the listener; nothing that was typed is dropped here.
 */
import { delay } from "../backoff.ts";
import { Problem } from "../http.ts";
import type { Clash, Sheet } from "./sheet.ts";
import type { CurrentDoc, SavedDoc } from "./types.ts";

export type SaveState = "idle" | "saving" | "saved" | "offline" | "failed" | "conflict" | "signed_out";
export type Call = (method: string, url: string, body: unknown, options?: { keepalive?: boolean }) => Promise<SavedDoc>;
export interface Listener {
  /** A write arrived, or the state of saving changed. */
  state(state: SaveState, at?: string, problem?: Problem): void;
  /** The sheet is another one now (saved, merged, clashing): show it and keep it. */
  sheet(sheet: Sheet, clashes: Clash[]): void;
  /** The server's sheet or round is in a state that this device does not know of: fetch the ballot again. */
  stale(): Promise<void>;
}
const REREAD = new Set(["wrong_state", "sheet_not_open", "ballot_sealed", "round_closed", "recused", "withdrawn", "turn_over"]);
/** What a refusal that stays was about: not asked again before that changes. */
interface Refused { content: string; problem: Problem | undefined }

export class Sender {
  readonly #call: Call;
  readonly #listener: Listener;
  readonly #sheets: () => Iterable<Sheet>;
  readonly #refused = new Map<string, Refused>();
  #running: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #savedAt: string | undefined;

  constructor(sheets: () => Iterable<Sheet>, call: Call, listener: Listener) {
    this.#sheets = sheets;
    this.#call = call;
    this.#listener = listener;
  }

  /** Send soon: `wait` ms after the last change. */
  schedule(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  /** Send all that can be sent now. Callers share one run; resolves when nothing more can be done. */
  flush(keepalive = false): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#all(keepalive).finally(() => (this.#running = undefined));
    return this.#running;
  }

  get unsent(): boolean {
    return this.#open.length > 0;
  }

  get #open(): Sheet[] {
    return [...this.#sheets()].filter((sheet) => sheet.unsent);
  }

  async #all(keepalive: boolean): Promise<void> {
    const dropped: Problem[] = [];
    let tried = false;
    for (let sheet = this.#due(); sheet; sheet = this.#due()) {
      tried = true;
      if (!(await this.#one(sheet, keepalive, dropped))) return;
    }
    if (tried) this.#conclude(dropped[0]);
  }

  #due(): Sheet | undefined {
    return this.#open.find((sheet) => !sheet.clashes.length && this.#refused.get(sheet.id)?.content !== content(sheet));
  }

  /** All that could be sent was: say how it stands, whatever sheet the last request was about. */
  #conclude(dropped: Problem | undefined): void {
    const open = this.#open;
    const problem = dropped ?? open.map((sheet) => this.#refused.get(sheet.id)?.problem).find(Boolean);
    if (open.some((sheet) => sheet.clashes.length)) this.#listener.state("conflict");
    else if (problem) this.#listener.state("failed", undefined, problem);
    else if (!open.length) this.#listener.state("saved", this.#savedAt);
  }

  /** One request for one sheet. False: stop for now. */
  async #one(sheet: Sheet, keepalive: boolean, dropped: Problem[]): Promise<boolean> {
    const step = sheet.next();
    if (!step) {
      // A change back to what the server has: nothing to send, but nothing unsent either.
      this.#listener.sheet(sheet, []);
      if (sheet.unsent) this.#refused.set(sheet.id, { content: content(sheet), problem: undefined });
      return true;
    }
    this.#listener.state("saving");
    const url = `/api/v1/sheets/${sheet.id}`;
    try {
      const saved = await (step.verb === "mark" ? this.#call("PATCH", url, step.body, { keepalive }) : this.#call("POST", `${url}/${step.verb}`, step.body, { keepalive }));
      sheet.accepted(saved);
      this.#refused.delete(sheet.id);
      this.#failures = 0;
      this.#savedAt = saved.saved_at;
      this.#listener.sheet(sheet, []);
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return this.#refusal(sheet, problem, dropped);
    }
  }

  async #refusal(sheet: Sheet, problem: Problem, dropped: Problem[]): Promise<boolean> {
    if (problem.status === 409 && problem.code === "changed_elsewhere") {
      this.#listener.sheet(sheet, sheet.merge(problem.extra["current"] as CurrentDoc, Number(problem.extra["version"])));
      return true;
    }
    sheet.lost();
    if (problem.passing) {
      this.#listener.state(problem.status === 0 ? "offline" : "failed", undefined, problem);
      this.schedule((problem.retryAfter ?? 0) * 1000 || delay(++this.#failures, 2000, 60_000));
      return false;
    }
    if (problem.signedOut) {
      this.#listener.state("signed_out", undefined, problem);
      return false;
    }
    // A refusal that stays: not asked again until the juror changes something; other sheets go on.
    if (problem.code === "incomplete") sheet.giveUpState();
    this.#refused.set(sheet.id, { content: content(sheet), problem });
    this.#listener.sheet(sheet, []);
    if (problem.status === 409 && REREAD.has(problem.code)) {
      const wanted = choices(sheet);
      await this.#listener.stale();
      // Nothing has failed if the server has it by now (a request of a page that went away before the answer came).
      if (!sheet.unsent && choices(sheet) !== wanted) dropped.push(problem);
    }
    return true;
  }
}

/** What the juror chose and wrote. */
function choices(sheet: Sheet): string {
  const marks = Object.entries(sheet.marks).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([marks, sheet.note, sheet.state]);
}

/** Changes with every change of the juror or of the server, not with time. */
function content(sheet: Sheet): string {
  return `${sheet.version} ${choices(sheet)}`;
}
