/**
 * <qp-under-way hidden>: files that were begun on another page of the application and are kept in this browser go on here.
 *
 * One line a file, cloned from <template data-template="under-way">: parts name (a link to the card), percent, meter,
 * say. Cards of this page (qp-upload) look after their own file. A pause lasts until it is ended at the card.
 */
import { pause } from "./lib/backoff.ts";
import { define, part, stamp } from "./lib/element.ts";
import { call, Problem } from "./lib/http.ts";
import { setMeter } from "./lib/meter.ts";
import { text } from "./lib/texts.ts";
import { allKept, type Facts, forget, keptFacts, keptFile, slotOf } from "./lib/upload/kept.ts";
import { arrived, ENDPOINT, holding, Passage, percent } from "./lib/upload/passage.ts";
import type { UploadDoc } from "./lib/upload/types.ts";

/** After eight tries in vain it rests, until the browser is online again or this time (ms) is over. */
const REST = 60_000;

export class QpUnderWay extends HTMLElement {
  readonly #over = new AbortController();

  connectedCallback(): void {
    if (crypto.subtle) void this.#begin();
  }

  disconnectedCallback(): void {
    this.#over.abort();
  }

  async #begin(): Promise<void> {
    const here = [...document.querySelectorAll<HTMLElement>("qp-upload")].map((card) => slotOf({ purpose: card.dataset["purpose"]!, target: card.dataset["target"]! }));
    for (const facts of await allKept()) if (!here.includes(facts.slot)) void this.#carry(facts);
  }

  /** Until it has arrived, is refused or this page is left. */
  async #carry(facts: Facts): Promise<void> {
    let line: HTMLElement | undefined;
    while (!this.#over.signal.aborted) {
      try {
        const doc = await call<UploadDoc>("GET", `${ENDPOINT}/${facts.upload}`);
        if (doc.state !== "open") return await forget(facts.slot);
        line ??= this.#line(facts, doc);
        return await this.#whenFree(line, facts);
      } catch (reason) {
        if (!(reason instanceof Problem)) {
          if (line && !this.#over.signal.aborted) this.#say(line, text("upload.line_stopped"), true);
          throw reason;
        }
        if (reason.status === 404) await forget(facts.slot); // somebody else's, or given up on another device
        if (!line) line = reason.passing ? this.#line(facts) : undefined;
        if (line) this.#say(line, text(reason.passing ? "upload.line_lost" : "upload.line_stopped"), !reason.passing);
        if (!reason.passing) return;
        await pause(REST, this.#over.signal).catch(() => undefined);
      }
    }
  }

  async #whenFree(line: HTMLElement, facts: Facts): Promise<void> {
    await holding(facts, this.#over.signal, () => this.#say(line, text("upload.line_elsewhere")), async () => {
      const [now, file] = [await keptFacts(facts.slot), await keptFile(facts.slot)];
      if (!now || !file) return this.#say(line, text("upload.line_done")); // the other tab has ended it
      if (now.paused) return this.#say(line, text("upload.line_paused"));
      const doc = await call<UploadDoc>("GET", `${ENDPOINT}/${now.upload}`);
      if (doc.state === "open") await this.#send(line, file, now, doc);
      this.#say(line, text("upload.line_done"));
    });
  }

  #send(line: HTMLElement, file: File, facts: Facts, doc: UploadDoc): Promise<UploadDoc> {
    this.#say(line, "");
    const told = {
      moved: (bytes: number) => {
        this.#progress(line, bytes, file.size);
        if (bytes > most) this.#say(line, "");
        most = Math.max(most, bytes);
      },
      retrying: () => this.#say(line, text("upload.line_lost")),
    };
    let most = 0;
    return new Passage(file, facts, told, { doc, fingerprint: facts.fingerprint, trusted: facts.digests }, facts).done;
  }

  #line(facts: Facts, doc?: UploadDoc): HTMLElement {
    const line = stamp(this, "under-way");
    const name = part<HTMLAnchorElement>(line, "name");
    name.textContent = facts.name;
    name.href = facts.page;
    this.#progress(line, doc ? arrived(doc) : 0, facts.size);
    this.append(line);
    this.hidden = false;
    return line;
  }

  #progress(line: HTMLElement, bytes: number, size: number): void {
    part(line, "percent").textContent = `${percent(bytes, size)} %`;
    setMeter(part(line, "meter"), bytes / size);
  }

  #say(line: HTMLElement, message: string, bad = false): void {
    const place = part(line, "say");
    if (place.textContent !== message) place.textContent = message;
    line.toggleAttribute("data-bad", bad);
    if (message === text("upload.line_done")) this.#progress(line, 1, 1);
  }
}

define("qp-under-way", QpUnderWay);
