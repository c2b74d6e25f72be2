/**
 * <qp-upload data-endpoint="/api/v1/uploads" data-purpose data-target data-max-bytes data-wait="recording"
 * data-upload="id or state document"> around components/upload.html.
 *
 * States (data-state of the card): empty, fingerprint, uploading, retrying, paused, resume, elsewhere, checking, ready,
 * problem. `data-upload` is an upload that exists already; an open one goes on with the file that this browser kept, and
 * asks for it again where it kept none. `elsewhere`: another tab is sending it.
 * `data-wait="recording"`: the card is ready when the recording was checked, not when the bytes were.
 * Events (bubble): `qp-uploaded` (detail: document) when ready, `qp-upload-refused` (detail: {code, message}).
 */
import { Announcer } from "./lib/announce.ts";
import { delay, pause } from "./lib/backoff.ts";
import { define, maybe, part, showState } from "./lib/element.ts";
import { clock, megabytes } from "./lib/format.ts";
import { call, Problem } from "./lib/http.ts";
import { setMeter } from "./lib/meter.ts";
import { counted, text } from "./lib/texts.ts";
import { dropTarget } from "./lib/upload/drop.ts";
import { type Facts, forget, keptFacts, keptFile, note, slotOf } from "./lib/upload/kept.ts";
import { clearHeard, showHeard } from "./lib/upload/heard-view.ts";
import { arrived, ENDPOINT, holding, Passage, percent, TRIES } from "./lib/upload/passage.ts";
import { refusal, tooLarge, trying } from "./lib/upload/refusals.ts";
import type { Before } from "./lib/upload/run.ts";
import type { Order, UploadDoc } from "./lib/upload/types.ts";

const MOVING = ["uploading", "retrying", "paused"];
/** So much disappears into a dead connection's buffers before it can be told that nothing moves. */
const BUFFERED = 2 * 1024 * 1024;

export class QpUpload extends HTMLElement {
  #run: Passage | undefined;
  #file: File | undefined;
  #pending: UploadDoc | undefined;
  /** Whether this browser holds the file; undefined while it is being copied. */
  #kept: boolean | undefined;
  /** The least that was there since the last failure: a try that failed takes its bytes back. */
  #low = 0;
  #told = -1;
  #polls = 0;
  readonly #over = new AbortController();
  readonly #announcer = new Announcer((message) => (part(this, "said").textContent = message));

  get #endpoint(): string {
    return this.dataset["endpoint"] ?? ENDPOINT;
  }

  get #order(): Order {
    return { purpose: this.dataset["purpose"]!, target: this.dataset["target"]! };
  }

  get #slot(): string {
    return slotOf(this.#order);
  }

  get #audio(): boolean {
    return this.dataset["purpose"] === "audio";
  }

  get #state(): string {
    return part(this, "card").dataset["state"] ?? "";
  }

  connectedCallback(): void {
    for (const input of this.querySelectorAll<HTMLInputElement>('input[type="file"]')) {
      input.addEventListener("change", () => {
        const file = input.files?.[0];
        input.value = ""; // choosing the same file again is an event, too
        if (file) void this.#take(file);
      });
    }
    part(this, "pause").addEventListener("click", () => this.#setPaused(true));
    part(this, "go-on").addEventListener("click", () => this.#setPaused(false));
    part(this, "again").addEventListener("click", () => (this.#file ? void this.#take(this.#file) : this.#show("empty")));
    part(this, "remove").addEventListener("click", () => this.#ask(true));
    part(this, "keep").addEventListener("click", () => this.#ask(false));
    part(this, "sure-yes").addEventListener("click", () => void this.#discard());
    dropTarget(part(this, "card"), () => ["empty", "resume", "problem", "ready"].includes(this.#state), (file) => void this.#take(file));
    addEventListener("beforeunload", this.#onLeave);
    addEventListener("online", this.#onOnline);
    if (this.dataset["upload"]) void this.#know(this.dataset["upload"]);
  }

  disconnectedCallback(): void {
    removeEventListener("beforeunload", this.#onLeave);
    removeEventListener("online", this.#onOnline);
    this.#over.abort();
    this.#run?.cancel();
  }

  // A kept file goes on by itself wherever the person goes; only without that does leaving cost something.
  readonly #onLeave = (event: BeforeUnloadEvent): void => {
    if (!this.#kept && ["fingerprint", "uploading", "retrying"].includes(this.#state)) event.preventDefault();
  };
  readonly #onOnline = (): void => {
    if (this.#state === "paused" && "lost" in part(this, "card").dataset) this.#setPaused(false);
  };

  /** Only the document of a single upload tells its parts, so an open one is asked for. */
  async #know(upload: string): Promise<void> {
    try {
      const doc = upload.startsWith("{") ? (JSON.parse(upload) as UploadDoc) : undefined;
      const path = `${this.#endpoint}/${doc?.id ?? upload}`;
      const known = doc && doc.state !== "open" ? doc : await call<UploadDoc>("GET", path);
      if (known.state !== "open" || !crypto.subtle) return this.#adopt(known);
      this.#waitFor(known);
      let closed: UploadDoc | undefined;
      await holding(this.#order, this.#over.signal, () => void this.#watch(path), async () => {
        const now = this.#state === "elsewhere" ? await call<UploadDoc>("GET", path) : known;
        const facts = now.state === "open" ? await keptFacts(this.#slot) : undefined;
        const file = facts?.upload === now.id ? await keptFile(this.#slot) : undefined;
        if (file) closed = await this.#goOn(file, facts!, now);
        else this.#adopt(now);
      });
      if (closed) await this.#follow(closed);
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      this.#refuse(reason.code, refusal(reason, this.#audio, this.#language), reason.passing);
    }
  }

  /** Another tab is sending: how far it is, until it is our turn. */
  async #watch(path: string): Promise<void> {
    this.#show("elsewhere", text("upload.elsewhere"));
    while (this.#state === "elsewhere" && !this.#over.signal.aborted) {
      await pause(3000, this.#over.signal).catch(() => undefined);
      const doc = await call<UploadDoc>("GET", path).catch(() => undefined); // the next round asks again
      if (doc?.state === "open" && this.#state === "elsewhere") this.#progress(arrived(doc), doc.size);
    }
  }

  /** The file is still in this browser: nobody has to choose it again. */
  async #goOn(file: File, facts: Facts, doc: UploadDoc): Promise<UploadDoc | undefined> {
    this.#file = file;
    this.#kept = true;
    return this.#send(file, { doc, fingerprint: facts.fingerprint, trusted: facts.digests }, facts);
  }

  /** Continue with what the server already knows: an open upload waits for its file, a closed one is followed. */
  #adopt(doc: UploadDoc): void {
    if (doc.state === "aborted") return this.#show("empty", "");
    if (doc.state !== "open") return void this.#follow(doc);
    this.#waitFor(doc);
    this.#show("resume", text("upload.resume", { name: doc.file_name ?? "", percent: percent(arrived(doc), doc.size) }));
  }

  #waitFor(doc: UploadDoc): void {
    this.#pending = doc;
    this.#name(doc.file_name ?? "", doc.size);
    this.#progress(arrived(doc), doc.size);
  }

  async #take(file: File): Promise<void> {
    const limit = Number(this.dataset["maxBytes"]) || Infinity;
    if (!crypto.subtle) return this.#refuse("insecure", text("upload.insecure"));
    if (file.size === 0) return this.#refuse("empty_file", text("upload.empty_file"));
    if (file.size > limit) return this.#refuse("too_large", tooLarge(limit, this.#audio, this.#language));
    this.#file = file;
    this.#name(file.name, file.size);
    let closed: UploadDoc | undefined;
    // Two tabs must not send the same file twice; the second is told at once instead of waiting.
    await navigator.locks.request(this.#slot, { ifAvailable: true }, async (held) => {
      if (held) closed = await this.#send(file);
      else this.#refuse("other_tab", text("upload.other_tab"), true);
    });
    if (closed) await this.#follow(closed);
  }

  get #language(): string {
    return document.documentElement.lang;
  }

  /** Send it, the lock being held. Undefined when that did not succeed, which the card then says. */
  async #send(file: File, before: Before = {}, facts?: Facts): Promise<UploadDoc | undefined> {
    this.#polls += 1; // whoever still asks about the file before this one stops
    this.#told = -1;
    clearHeard(this);
    if (!before.doc) {
      this.#kept = undefined;
      this.#show("fingerprint", text("upload.fingerprint"));
    }
    try {
      if (!before.doc) await this.#dropOther(file);
      const told = {
        opened: (doc: UploadDoc) => this.#opened(doc),
        moved: (bytes: number, left: number | undefined) => this.#moved(bytes, file.size, left),
        retrying: (attempt: number, problem: Problem) => {
          this.#low = Infinity;
          this.#show("retrying", trying(problem, attempt, TRIES, navigator.onLine));
        },
        kept: (is: boolean) => this.#toldKept(is),
      };
      this.#run = new Passage(file, this.#order, told, before, facts, this.#endpoint);
      if (facts?.paused) this.#setPaused(true);
      const doc = await this.#run.done;
      this.#pending = undefined;
      return doc;
    } catch (reason) {
      this.#failed(reason);
      return undefined;
    } finally {
      this.#run = undefined;
    }
  }

  #toldKept(is: boolean): void {
    this.#kept = is;
    part(this, "hint").textContent = text(is ? "upload.kept" : "upload.stay");
  }

  /** Another file than the one that was begun: the unfinished one goes first, so that it does not eat the quota. */
  async #dropOther(file: File): Promise<void> {
    const old = this.#pending;
    if (!old || (old.file_name === file.name && old.size === file.size)) return;
    this.#pending = undefined;
    await call("DELETE", `${this.#endpoint}/${old.id}`);
  }

  #opened(doc: UploadDoc): void {
    const old = this.#pending;
    this.#pending = doc;
    if (old && old.id !== doc.id) {
      // Same name and size, other content: the server opened a new upload, the old one is of no use any more.
      this.#announcer.announce(text("upload.other_content"));
      call("DELETE", `${this.#endpoint}/${old.id}`).catch((reason: unknown) => console.warn("Old upload stays until it expires", reason));
    }
    if (doc.state === "open" && this.#state !== "paused") this.#show("uploading", "");
  }

  #moved(bytes: number, size: number, left: number | undefined): void {
    this.#progress(bytes, size);
    this.#low = Math.min(this.#low, bytes);
    const flows = bytes - this.#low > BUFFERED || bytes === size;
    if (this.#state === "fingerprint" || (this.#state === "retrying" && flows)) this.#show("uploading", "");
    if (this.#state !== "uploading") return;
    const done = text("upload.done_of", { done: megabytes(bytes, this.#language), size: megabytes(size, this.#language) });
    part(this, "say").textContent = left === undefined ? done : text("upload.done_and_left", { done, left: spoken(left) });
    const step = Math.floor(percent(bytes, size) / 10) * 10;
    if (step > this.#told) {
      this.#told = step;
      this.#announcer.announce(text("upload.percent_said", { percent: step, name: this.#file?.name ?? "" }));
    }
  }

  #setPaused(paused: boolean): void {
    if (!this.#run) return void (this.#file && this.#take(this.#file)); // eight tries were in vain
    if (paused) this.#run.pause();
    else this.#run.resume();
    if (this.#kept) void note(this.#slot, (facts) => (facts.paused = paused));
    this.#show(paused ? "paused" : "uploading", paused ? text("upload.paused") : "");
  }

  /** Giving up deletes what was sent, so it takes two steps; meanwhile it goes on. */
  #ask(open: boolean): void {
    part(this, "sure").hidden = !open;
    part(this, open ? "keep" : "remove").focus();
  }

  async #discard(): Promise<void> {
    part(this, "sure").hidden = true;
    this.#run?.cancel();
    const id = this.#pending?.id;
    this.#run = undefined;
    this.#file = undefined;
    try {
      await forget(this.#slot);
      if (id) await call("DELETE", `${this.#endpoint}/${id}`);
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      return this.#refuse(reason.code, refusal(reason, this.#audio, this.#language));
    }
    this.#pending = undefined;
    this.#show("empty", "");
    this.#announcer.announce(text("upload.removed"));
    this.querySelector<HTMLInputElement>('.upload-drop input[type="file"]')?.focus();
  }

  /** Ask how the check goes until it ends; losing the connection only makes the pauses longer. */
  async #follow(doc: UploadDoc): Promise<void> {
    const mine = ++this.#polls;
    for (let attempt = 1; mine === this.#polls && !this.#judged(doc); attempt++) {
      await pause(delay(attempt, 1000, 5000), this.#over.signal).catch(() => undefined);
      if (this.#over.signal.aborted) return;
      try {
        doc = await call<UploadDoc>("GET", `${this.#endpoint}/${doc.id}`);
      } catch (reason) {
        if (!(reason instanceof Problem)) throw reason;
        if (!reason.passing) return this.#refuse(reason.code, refusal(reason, this.#audio, this.#language));
        if (this.#state === "checking") part(this, "say").textContent = text("upload.checking_lost");
      }
    }
  }

  /** Show where the check stands; true when it has ended. */
  #judged(doc: UploadDoc): boolean {
    const recording = doc.recording;
    if (recording) showHeard(this, recording);
    if (doc.failure) this.#refuse(doc.failure.code, doc.failure.message);
    else if (doc.state === "expired") this.#refuse("expired", text("upload.expired"));
    else if (recording?.state === "refused") this.#refuse(recording.code, recording.message || text("upload.refused"));
    else if (recording?.state === "parked") this.#show("checking", recording.message);
    else if (recording?.state === "ready" || (doc.state === "ready" && this.dataset["wait"] !== "recording")) return this.#ready(doc);
    else {
      if (recording) this.#progress(recording.percent, 100);
      this.#show("checking", text(recording ? "upload.checking_sound" : "upload.checking_bytes"));
      return false;
    }
    return true;
  }

  /** True when nothing more is to come: a sound recording gets its player as soon as a copy for the browser exists. */
  #ready(doc: UploadDoc): boolean {
    const { recording } = doc;
    if (this.#state !== "ready") {
      const length = recording?.duration_ms;
      this.#show("ready", length ? text("upload.ready_audio", { duration: clock(length / 1000) }) : text("upload.ready"));
      this.dispatchEvent(new CustomEvent("qp-uploaded", { detail: doc, bubbles: true }));
    }
    if (recording?.held_up) part(this, "say").textContent = recording.message;
    return !recording || recording.playable || recording.held_up || !maybe(this, "facts");
  }

  #failed(reason: unknown): void {
    if (reason instanceof Problem) {
      if (reason.passing) return this.#giveUp(reason.status === 0);
      // Another session, room made elsewhere: the same file may pass then.
      const stays = reason.signedOut || reason.status === 507 || (reason.status === 403 && reason.code !== "window_closed") || reason.code === "quota_exceeded";
      if (!stays) void forget(this.#slot);
      return this.#refuse(reason.code, refusal(reason, this.#audio, this.#language), stays);
    }
    const name = (reason as DOMException).name;
    if (name === "AbortError") return; // removed by the person
    if (name === "NotReadableError" || name === "NotFoundError") return this.#refuse("file_changed", text("upload.file_changed"));
    // Nothing that we know of, such as a worker's script that an update has replaced: the card must not stand still.
    this.#refuse("unexpected", text("upload.unexpected"), true);
    throw reason;
  }

  /** After eight tries it rests: until the person, or the browser that is online again, goes on. */
  #giveUp(lost: boolean): void {
    this.#show("paused", text(lost ? "upload.gave_up" : "upload.gave_up_busy"));
    part(this, "card").dataset["lost"] = "";
  }

  /** `retry`: the same file may succeed later; otherwise only another file helps. */
  #refuse(code: string, message: string, retry = false): void {
    this.#show("problem", message);
    part(this, "again").hidden = !retry;
    this.dispatchEvent(new CustomEvent("qp-upload-refused", { detail: { code, message }, bubbles: true }));
  }

  #show(state: string, message?: string): void {
    const card = part(this, "card");
    delete card.dataset["lost"];
    if (card.dataset["state"] !== state) {
      const held = card.contains(document.activeElement) ? document.activeElement : null;
      showState(card, state);
      if (!MOVING.includes(state)) part(this, "sure").hidden = true;
      // What had the focus may be gone now; the keyboard goes on at the next thing to press.
      if (held && !held.checkVisibility()) ([...card.querySelectorAll<HTMLElement>("button, input")].find((one) => one.checkVisibility()) ?? card).focus();
    }
    if (message === undefined) return;
    part(this, "say").textContent = message;
    if (message) this.#announcer.announce(message);
  }

  #name(name: string, size: number): void {
    part(this, "name").textContent = name;
    part(this, "size").textContent = text("upload.size", { size: megabytes(size, this.#language) });
  }

  #progress(bytes: number, size: number): void {
    part(this, "percent").textContent = `${percent(bytes, size)} %`;
    setMeter(part(this, "meter"), size ? bytes / size : 0);
  }
}

function spoken(seconds: number): string {
  return seconds < 60 ? counted("upload.seconds", Math.max(1, Math.round(seconds / 5) * 5)) : counted("upload.minutes", Math.round(seconds / 60));
}

define("qp-upload", QpUpload);
