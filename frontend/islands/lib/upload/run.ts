/**
 * One file on its way: fingerprint → open (or resume) → up to three lanes of parts → complete.
 *
 * Knows neither page nor clock: everything outside comes in through Ports, so that faults can be tested.
 */
import { delay } from "../backoff.ts";
import { Problem } from "../http.ts";
import { composite } from "./digest.ts";
import { md5 } from "./md5.ts";
import { Rate } from "./rate.ts";
import type { Order, Part, Ticket, UploadDoc } from "./types.ts";

export interface Ports {
  api<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T>;
  put(ticket: Ticket, data: Blob, progress: (sent: number) => void, signal: AbortSignal): Promise<void>;
  /** Until the time is over or the connection is back. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  sha256(data: BufferSource): Promise<string>;
  fingerprint(file: File): Promise<string>;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  online(): boolean;
}
export interface Watcher {
  opened(doc: UploadDoc, fingerprint: string): void;
  /** Bytes that are at the store, those under way included; seconds left once they can be told. */
  moved(bytes: number, left: number | undefined): void;
  /** A try failed; the next one starts by itself. */
  retrying(attempt: number, problem: Problem): void;
  /** A part has arrived. */
  arrived(n: number, sha256: string): void;
  /** The server has taken the whole; the run ends after this. */
  closed(): Promise<void>;
}
/** What is known from before. `trusted`: digests of parts of this very file, by part from 0; without, each is read again. */
export interface Before { doc?: UploadDoc; fingerprint?: string; trusted?: (string | undefined)[] }

const TRIES = 8;
/** Milliseconds: how often an offline browser is looked at, and after how long it is tried anyway (browsers err). The
 *  event that it is back may come before its network is, or in a worker not at all. */
const OFFLINE_LOOK = 3000;
const OFFLINE_MOST = 60_000;
const LANES = 3;
/** A further lane only while all lanes' parts together travel in this time (seconds): what is under way is what a
 *  change of page or a cut connection costs, and on a slow line one lane fills it anyway. */
const UNDER_WAY = 20;
/** Milliseconds in which a socket takes up to 4 MiB at once, on however slow a line: no speed is read off them. */
const SWALLOWING = 1000;
/** Answers to a part's PUT that a fresh signature or a fresh read can heal. */
export const HEALED = new Set(["bad_digest", "wrong_length", "incomplete_body", "url_expired", "bad_signature"]);

export class UploadRun {
  readonly #file: File;
  readonly #order: Order;
  readonly #ports: Ports;
  readonly #watcher: Watcher;
  readonly #before: Before;
  readonly #digests: string[] = [];
  readonly #there = new Map<number, number>();
  readonly #rate = new Rate();
  /** Of whole parts that the other side has taken: what a socket has swallowed says nothing about a slow line. */
  readonly #arrivals = new Rate();
  #travelled = 0;
  #landed = 0;
  /** Whether the store wants an MD5 of each part besides; it says so. */
  #md5 = false;
  #widen = (): void => undefined;
  #stop = new AbortController();
  #gate: Promise<void> | undefined;
  #open: (() => void) | undefined;
  #ended = false;
  doc: UploadDoc | undefined;

  constructor(file: File, order: Order, ports: Ports, watcher: Watcher, before: Before = {}) {
    this.#file = file;
    this.#order = order;
    this.#ports = ports;
    this.#watcher = watcher;
    this.#before = before;
  }

  /** Until the server has taken the whole: its document in state verifying or ready. Throws Problem when it cannot. */
  async run(): Promise<UploadDoc> {
    const fingerprint = this.#before.fingerprint ?? (await this.#ports.fingerprint(this.#file));
    const { name, size, type } = this.#file;
    const wish = { ...this.#order, file_name: name, size, content_type: type || "application/octet-stream", fingerprint };
    const doc = this.#before.doc ?? (await this.#steady(() => this.#ports.api<UploadDoc>("POST", "", wish, this.#stop.signal)));
    this.doc = doc;
    this.#watcher.opened(doc, fingerprint);
    if (doc.state === "open") await this.#sendParts(Array.from({ length: doc.part_count }, (_, i) => i + 1), doc.parts);
    const taken = doc.state === "open" ? await this.#complete(doc) : doc;
    await this.#watcher.closed();
    return taken;
  }

  pause(): void {
    if (this.#gate || this.#ended) return;
    this.#gate = new Promise((resolve) => (this.#open = resolve));
    this.#stop.abort(new DOMException("paused", "AbortError"));
  }

  resume(): void {
    this.#rate.reset();
    this.#arrivals.reset();
    this.#stop = new AbortController();
    this.#gate = undefined;
    this.#open?.();
  }

  /** End for good; run() rejects with AbortError. */
  cancel(): void {
    this.#ended = true;
    this.#stop.abort(new DOMException("cancelled", "AbortError"));
    this.#open?.();
  }

  async #sendParts(numbers: number[], known: Part[]): Promise<void> {
    const there = new Map(known.map((one) => [one.n, one.sha256]));
    const queue = [...numbers];
    const lanes: Promise<void>[] = [];
    let active = 0;
    let failure: unknown;
    const lane = async (): Promise<void> => {
      active += 1;
      try {
        for (let n = queue.shift(); n !== undefined; n = queue.shift()) {
          await this.#sendPart(n, there.get(n));
          if (active > 1 && !this.#fits(active)) break; // the line has become slow
        }
      } catch (reason) {
        failure ??= reason;
        queue.length = 0;
        this.#ended = true;
        if (!this.#stop.signal.aborted) this.#stop.abort(new DOMException("failed", "AbortError"));
      } finally {
        active -= 1;
      }
    };
    this.#widen = () => {
      if (queue.length && active < LANES && this.#fits(active + 1)) lanes.push(lane());
    };
    lanes.push(lane());
    for (let i = 0; i < lanes.length; i++) await lanes[i];
    if (failure) throw failure;
  }

  #fits(lanes: number): boolean {
    const speed = this.#arrivals.speed(0);
    return speed !== undefined && lanes * this.doc!.part_size <= speed * UNDER_WAY;
  }

  async #sendPart(n: number, there: string | undefined): Promise<void> {
    const doc = this.doc!;
    const trusted = this.#before.trusted?.[n - 1];
    await this.#steady(async () => {
      const blob = this.#file.slice((n - 1) * doc.part_size, Math.min(n * doc.part_size, doc.size));
      // A part that is already there is hashed again: a new export under the old name must not be mixed in.
      const digest = trusted && trusted === there ? trusted : await this.#ports.sha256(await blob.arrayBuffer());
      this.#digests[n - 1] = digest;
      if (digest !== there) {
        let sent = 0;
        const began = this.#ports.now();
        const progress = (bytes: number): void => {
          const [now, at] = [Math.min(bytes, blob.size), this.#ports.now()];
          this.#travelled += Math.max(0, now - sent);
          sent = now;
          if (at - began >= SWALLOWING) this.#rate.add(at, this.#travelled);
          this.#moved(n, now);
        };
        if (this.#arrivals.empty) this.#arrivals.add(this.#ports.now(), this.#landed);
        // Signed for each try anew: an address that is over looks like a lost connection.
        await this.#ports.put(await this.#sign(n, digest, blob), blob, progress, this.#stop.signal);
        progress(blob.size);
        this.#arrivals.add(this.#ports.now(), (this.#landed += blob.size));
        this.#widen();
      }
      this.#moved(n, blob.size);
      this.#watcher.arrived(n, digest);
    }, () => this.#moved(n, 0));
  }

  async #sign(n: number, sha256: string, blob: Blob): Promise<Ticket> {
    const part = { n, sha256, ...(this.#md5 ? { md5: md5(await blob.arrayBuffer()) } : {}) };
    try {
      return (await this.#ports.api<{ parts: [Ticket] }>("POST", `/${this.doc!.id}/parts/sign`, { parts: [part] }, this.#stop.signal)).parts[0];
    } catch (reason) {
      if (this.#md5 || (reason as Problem).code !== "md5_required") throw reason;
      this.#md5 = true;
      return this.#sign(n, sha256, blob);
    }
  }

  #moved(n: number, bytes: number): void {
    this.#there.set(n, bytes);
    const all = [...this.#there.values()].reduce((sum, one) => sum + one, 0);
    const rest = this.#file.size - all;
    this.#watcher.moved(all, this.#arrivals.left(rest) ?? this.#rate.left(rest));
  }

  async #complete(doc: UploadDoc, again = 1): Promise<UploadDoc> {
    const body = { composite: await composite(this.#digests) };
    try {
      return await this.#steady(() => this.#ports.api<UploadDoc>("POST", `/${doc.id}/complete`, body, this.#stop.signal));
    } catch (reason) {
      if (!(reason instanceof Problem) || reason.code !== "parts_missing" || again > 2) throw reason;
      await this.#sendParts(reason.extra["missing"] as number[], []);
      return this.#complete(doc, again + 1);
    }
  }

  /** Repeat what fails in passing, up to eight times with growing pauses; neither a pause by the person nor being
   *  offline counts. */
  async #steady<T>(act: () => Promise<T>, failed: () => void = () => undefined): Promise<T> {
    for (let attempt = 1; ; ) {
      if (this.#gate) await this.#gate;
      if (this.#ended) throw new DOMException("cancelled", "AbortError");
      try {
        return await act();
      } catch (reason) {
        failed();
        // Paused, perhaps already going on again: back to the gate.
        if ((reason as Error).name === "AbortError" && !this.#ended) continue;
        if (!(reason instanceof Problem) || !(reason.passing || HEALED.has(reason.code)) || attempt >= TRIES) throw reason;
        this.#watcher.retrying(attempt, reason);
        const offline = reason.status === 0 && !this.#ports.online();
        this.#rate.reset();
        this.#arrivals.reset();
        if (offline) await this.#whileOffline();
        else {
          await this.#rest(reason.retryAfter ? reason.retryAfter * 1000 : delay(attempt));
          attempt += 1;
        }
      }
    }
  }

  async #whileOffline(): Promise<void> {
    const { signal } = this.#stop;
    for (let waited = 0; waited < OFFLINE_MOST && !signal.aborted && !this.#ports.online(); waited += OFFLINE_LOOK) await this.#rest(OFFLINE_LOOK);
  }

  /** Only a pause or the end interrupts it; both are looked at when the loop of tries starts again. */
  async #rest(ms: number): Promise<void> {
    await this.#ports.sleep(ms, this.#stop.signal).catch(() => undefined);
  }
}
