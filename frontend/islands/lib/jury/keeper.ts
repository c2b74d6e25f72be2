/**
 * What the jury room and the ranking page share: all sheets of a ballot, their saving, the outbox, and the line that
 * says in words how saving stands.
 */
import { Announcer } from "../announce.ts";
import { maybe, part } from "../element.ts";
import { wallClock } from "../format.ts";
import { call, type Problem } from "../http.ts";
import { text } from "../texts.ts";
import { sentence } from "../words.ts";
import { Outbox } from "./outbox.ts";
import { type SaveState, Sender } from "./sender.ts";
import { type Clash, Sheet } from "./sheet.ts";
import { isOver } from "./standing.ts";
import type { Ballot, SavedDoc, SheetDoc } from "./types.ts";

export interface Item { doc: SheetDoc; sheet: Sheet }
const SAID: Record<SaveState, string> = {
  idle: "jury.save_idle",
  saving: "jury.save_saving",
  saved: "jury.save_saved",
  offline: "jury.save_offline",
  failed: "jury.save_failed",
  conflict: "jury.save_conflict",
  signed_out: "jury.save_signed_out",
};
/** How long after a change it is sent: marks at once, text when the juror pauses. */
export const SOON = { mark: 150, note: 800 } as const;

const STORAGE_PATIENCE = 2000;

export class Keeper {
  ballot: Ballot;
  readonly items: Item[];
  readonly sender: Sender;
  readonly #host: HTMLElement;
  readonly #outbox: Outbox;
  readonly #changed: (item: Item | undefined) => void;
  readonly #announcer: Announcer;
  #asked = performance.now();

  /** `changed`: a sheet is another one now, or (undefined) all may be. */
  constructor(host: HTMLElement, ballot: Ballot, changed: (item: Item | undefined) => void) {
    this.#host = host;
    this.ballot = ballot;
    this.#changed = changed;
    this.items = ballot.sheets.map((doc) => ({ doc, sheet: new Sheet(doc) }));
    this.#outbox = new Outbox(ballot.round.id);
    this.#announcer = new Announcer((message) => (part(host, "said").textContent = message));
    const post = (method: string, url: string, body: unknown, options?: { keepalive?: boolean }): Promise<SavedDoc> => call<SavedDoc>(method, url, body, options);
    this.sender = new Sender(() => this.items.map((item) => item.sheet), post, {
      state: (state, at, problem) => this.#show(state, at, problem),
      sheet: (sheet, clashes) => this.#told(sheet, clashes),
      stale: () => this.refresh(),
    });
  }

  /** No mark can change any more. */
  get frozen(): boolean {
    return this.ballot.state === "sealed" || this.ballot.round.state !== "open";
  }

  /** What is unsent of this sheet can never be sent. */
  #past(doc: SheetDoc): boolean {
    return this.frozen || doc.state === "recused" || isOver(this.ballot, doc);
  }

  start(): void {
    maybe(this.#host, "again")?.addEventListener("click", () => void this.sender.flush());
    addEventListener("online", () => void this.sender.flush());
    addEventListener("beforeunload", (event) => {
      if (this.sender.unsent && !this.#outbox.available) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => this.#onShow());
    void this.#restore();
  }

  // A phone that puts the page away may never come back: send at once. Back again after a while, another device may
  // have gone on: ask.
  #onShow(): void {
    if (document.visibilityState === "hidden") void this.sender.flush(true);
    else if (performance.now() - this.#asked > 60_000) void this.refresh().then(() => this.sender.flush());
    else void this.sender.flush();
  }

  async #restore(): Promise<void> {
    for (const record of await this.#outbox.all()) {
      const item = this.items.find(({ sheet }) => sheet.id === record.sheet);
      if (!item || this.#past(item.doc)) await this.#outbox.remove(record.sheet);
      else if (item.sheet.restore(record).length) this.#show("conflict");
    }
    this.#changed(undefined);
    void this.sender.flush();
  }

  /** After each change by the juror: keep it here, show it, send it soon. Resolves once this device has it for
   *  good, and at the latest after a moment: storage that hangs must not hold up the juror. */
  edited(item: Item, wait: number): Promise<void> {
    const kept = this.#outbox.put(item.sheet.keep(this.ballot.round.id));
    this.#show("saving");
    this.#changed(item);
    this.sender.schedule(wait);
    return Promise.race([kept, new Promise<void>((over) => setTimeout(over, STORAGE_PATIENCE))]);
  }

  settle(item: Item, mine: boolean): void {
    item.sheet.settle(mine);
    void this.edited(item, 0);
  }

  #told(sheet: Sheet, clashes: Clash[]): void {
    const item = this.items.find((one) => one.sheet === sheet)!;
    if (sheet.state === "recused") sheet.drop();
    if (sheet.unsent || clashes.length) void this.#outbox.put(sheet.keep(this.ballot.round.id));
    else void this.#outbox.remove(sheet.id);
    this.#changed(item);
  }

  /** Fetch the ballot again and merge it under what is unsent here. */
  async refresh(): Promise<void> {
    this.#asked = performance.now();
    const fresh = await call<Ballot>("GET", `/api/v1/rounds/${this.ballot.round.id}/ballot`).catch((problem: Problem) => {
      this.#show(problem.signedOut ? "signed_out" : "offline", undefined, problem);
      return undefined;
    });
    if (!fresh) return;
    this.ballot = fresh;
    for (const doc of fresh.sheets) {
      const item = this.items.find(({ sheet }) => sheet.id === doc.id);
      if (!item || doc.version < item.sheet.version) continue; // an answer that a write has overtaken
      item.doc = doc;
      item.sheet.merge(doc, doc.version);
      if (this.#past(doc)) {
        item.sheet.drop();
        void this.#outbox.remove(doc.id);
      }
    }
    this.#changed(undefined);
  }

  #show(state: SaveState, at?: string, problem?: Problem): void {
    const kept = state === "offline" && !this.#outbox.available ? "failed" : state;
    const stays = kept === "failed" && problem && !problem.passing;
    const message = stays ? sentence(problem) : text(SAID[kept], { time: wallClock(at) });
    const line = part(this.#host, "save");
    line.dataset["state"] = kept === "signed_out" ? "failed" : kept;
    part(line, "text").textContent = message;
    part(this.#host, "again").hidden = kept !== "failed" && kept !== "offline" && kept !== "signed_out";
    part(this.#host, "sign-in").hidden = kept !== "signed_out";
    if (kept !== "saving") this.#announcer.announce(message);
  }

  say(message: string): void {
    this.#announcer.announce(message);
  }
}
