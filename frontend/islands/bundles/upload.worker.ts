/**
 * Sends one file off the page's own thread: reading, hashing and sending 8 MiB pieces never makes typing stutter.
 * Loaded only when there is a file to send. Commands in, news out: lib/upload/messages.ts.
 */
import { pause } from "../lib/backoff.ts";
import { call, Problem } from "../lib/http.ts";
import { carry } from "../lib/upload/carrying.ts";
import { fingerprint, sha256 } from "../lib/upload/digest.ts";
import { type Command, type News, plain } from "../lib/upload/messages.ts";
import { putPart } from "../lib/upload/put.ts";
import type { UploadRun } from "../lib/upload/run.ts";
import type { UploadDoc } from "../lib/upload/types.ts";

const tell = (news: News): void => (postMessage as (message: News) => void)(news);
let run: UploadRun | undefined;

addEventListener("message", ({ data }: MessageEvent<Command>) => {
  if (data.do !== "start") return run?.[data.do]();
  const { endpoint, token } = data;
  const ports = {
    api: <T>(method: string, path: string, body?: unknown, signal?: AbortSignal) => call<T>(method, endpoint + path, body, { token, ...(signal ? { signal } : {}) }),
    put: putPart,
    sleep: pause,
    sha256,
    fingerprint,
    now: () => performance.now(),
    online: () => navigator.onLine,
  };
  const watcher = {
    opened: (doc: UploadDoc) => tell({ is: "opened", doc }),
    moved: (bytes: number, left: number | undefined) => tell({ is: "moved", bytes, left }),
    retrying: (attempt: number, problem: Problem) => tell({ is: "retrying", attempt, problem: plain(problem) }),
    arrived: () => undefined,
    closed: () => Promise.resolve(),
  };
  run = carry(data, ports, watcher, (kept) => tell({ is: "kept", kept }));
  run.run().then(
    (doc) => tell({ is: "done", doc }),
    (reason: unknown) => {
      const { name, message } = reason as Error;
      tell({ is: "failed", problem: reason instanceof Problem ? plain(reason) : undefined, name, message });
    },
  );
});
