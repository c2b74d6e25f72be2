/** PUT of one part with XMLHttpRequest, which alone tells how many bytes have left. */
import { type Body, Problem } from "../http.ts";
import type { Ticket } from "./types.ts";

/** A connection that moves nothing for this long is dead, whatever the network card says. */
const STALL = 30_000;

export function putPart(ticket: Ticket, data: Blob, progress: (sent: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stall: ReturnType<typeof setTimeout>;
    const alive = (): void => {
      clearTimeout(stall);
      stall = setTimeout(() => request.abort(), STALL);
    };
    const stop = (): void => request.abort();
    const over = (): void => {
      clearTimeout(stall);
      signal.removeEventListener("abort", stop);
    };
    request.open(ticket.method, ticket.url);
    for (const [name, value] of Object.entries(ticket.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => (alive(), progress(event.loaded));
    request.onload = () => {
      over();
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Problem(request.status, bodyOf(request), Number(request.getResponseHeader("Retry-After")) || undefined));
    };
    request.onerror = () => (over(), reject(new Problem(0)));
    request.onabort = () => (over(), reject(signal.aborted ? signal.reason : new Problem(0)));
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", stop);
    alive();
    request.send(data);
  });
}

function bodyOf(request: XMLHttpRequest): Body {
  try {
    return JSON.parse(request.responseText) as Body;
  } catch {
    // A store answers XML. Its 403 is an address that is over, which a new signature heals.
    return request.status === 403 ? { code: "url_expired" } : {};
  }
}
