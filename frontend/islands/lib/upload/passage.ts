/** What the card and the line of other pages share: the worker that sends, the lock of a slot, two figures. */
import { cookie, type Problem } from "../http.ts";
import { type Facts, slotOf } from "./kept.ts";
import { type Command, type News, problemOf } from "./messages.ts";
import type { Before } from "./run.ts";
import type { Order, UploadDoc } from "./types.ts";

export const ENDPOINT = "/api/v1/uploads";
export const TRIES = 8;
/** The page before this one may hold the lock for a moment after it is gone. */
const HANDOVER = 1500;

export interface Told {
  opened?(doc: UploadDoc): void;
  /** Bytes that are at the store, those under way included; seconds left once they can be told. */
  moved(bytes: number, left: number | undefined): void;
  retrying(attempt: number, problem: Problem): void;
  /** Whether this browser holds the file, so that another page can go on with it. */
  kept?(is: boolean): void;
}

/** A file on its way in a worker of its own. `done` rejects with Problem, or a DOMException by the file's own fault. */
export class Passage {
  readonly done: Promise<UploadDoc>;
  readonly #worker: Worker;
  #end: (reason: unknown) => void = () => undefined;

  constructor(file: File, { purpose, target }: Order, told: Told, before: Before = {}, facts?: Facts, endpoint = ENDPOINT) {
    this.#worker = new Worker(document.querySelector<HTMLElement>("[data-worker]")!.dataset["worker"]!);
    this.done = new Promise<UploadDoc>((resolve, reject) => {
      this.#end = reject;
      this.#worker.onerror = (event) => reject(new Error(event.message || "The script of the upload cannot be loaded"));
      this.#worker.onmessage = ({ data }: MessageEvent<News>) => {
        if (data.is === "moved") told.moved(data.bytes, data.left);
        else if (data.is === "retrying") told.retrying(data.attempt, problemOf(data.problem));
        else if (data.is === "opened") told.opened?.(data.doc);
        else if (data.is === "kept") told.kept?.(data.kept);
        else if (data.is === "done") resolve(data.doc);
        else reject(data.problem ? problemOf(data.problem) : new DOMException(data.message, data.name));
      };
    }).finally(() => this.#worker.terminate());
    this.#tell({ do: "start", file, order: { purpose, target }, before, facts, page: location.pathname, token: cookie("csrftoken"), endpoint });
  }

  pause(): void {
    this.#tell({ do: "pause" });
  }

  resume(): void {
    this.#tell({ do: "resume" });
  }

  /** End for good; `done` rejects with AbortError. */
  cancel(): void {
    this.#end(new DOMException("cancelled", "AbortError"));
  }

  #tell(command: Command): void {
    this.#worker.postMessage(command);
  }
}

/** Hold a slot's lock while `act` works. `elsewhere` is called when another tab has it; then this waits for its end. */
export async function holding(order: Order, signal: AbortSignal, elsewhere: () => void, act: () => Promise<void>): Promise<void> {
  const timer = setTimeout(elsewhere, HANDOVER);
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  await navigator.locks.request(slotOf(order), { signal }, async () => {
    clearTimeout(timer);
    await act();
  }).catch((reason: unknown) => {
    if (!signal.aborted) throw reason;
  });
}

export const percent = (bytes: number, size: number): number => (size ? Math.min(100, Math.floor((bytes / size) * 100)) : 0);

/** Bytes of an upload that are at the server. */
export const arrived = (doc: UploadDoc): number => doc.parts.reduce((sum, one) => sum + one.size, 0);
