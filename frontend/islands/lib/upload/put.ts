/** PUT of one part with XMLHttpRequest, which alone tells how many bytes have left. */
import { type Body, Problem } from "../http.ts";
import type { Ticket } from "./types.ts";

/** A connection that moves nothing for this long is dead, whatever the network card says. */
const STALL = 30_000;
/** Nothing is told any more once the last byte is in the socket, which may hold 4 MiB: time for a slow line to take
 *  them, and for the store to answer. */
const ANSWER = 180_000;
/** What a store says in XML about bytes that came otherwise than they left, or not all: sending them again heals it. */
const CHANGED = /^(BadDigest|InvalidDigest|BadChecksum|InvalidChecksum|\w*(Checksum|Digest|SHA256|MD5)Mismatch)$/i;
const CUT = /^(IncompleteBody|RequestTimeout)$/;

export function putPart(ticket: Ticket, data: Blob, progress: (sent: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stall: ReturnType<typeof setTimeout>;
    const alive = (limit = STALL): void => {
      clearTimeout(stall);
      stall = setTimeout(() => request.abort(), limit);
    };
    const stop = (): void => request.abort();
    const over = (): void => {
      clearTimeout(stall);
      signal.removeEventListener("abort", stop);
    };
    request.open(ticket.method, ticket.url);
    for (const [name, value] of Object.entries(ticket.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => (alive(), progress(event.loaded));
    request.upload.onload = () => alive(ANSWER);
    request.onload = () => {
      over();
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Problem(request.status, bodyOf(request.status, request.responseText), Number(request.getResponseHeader("Retry-After")) || undefined));
    };
    request.onerror = () => (over(), reject(new Problem(0)));
    request.onabort = () => (over(), reject(signal.aborted ? signal.reason : new Problem(0)));
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", stop);
    alive();
    request.send(data);
  });
}

/** A refusal's body: the platform's JSON as it is; of a store's XML only what trying again can heal. */
export function bodyOf(status: number, answer: string): Body {
  try {
    return JSON.parse(answer) as Body;
  } catch {
    // A 403 of a store is an address that is over, which a new signature heals.
    if (status === 403) return { code: "url_expired" };
    const said = /<Code>\s*(\w+)\s*<\/Code>/.exec(answer)?.[1] ?? "";
    return CHANGED.test(said) ? { code: "bad_digest" } : CUT.test(said) ? { code: "incomplete_body" } : {};
  }
}
