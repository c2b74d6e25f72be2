/** One way to talk to the API: JSON in and out, the CSRF header, and every refusal as a Problem. */
export type FieldErrors = Record<string, { code: string; message: string }[]>;
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Body = Record<string, unknown>;

/** A refusal in the API's shape (RFC 9457), or no answer at all (status 0, code "network"). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldErrors;
  /** Everything else of the problem body: current, versions, missing … */
  readonly extra: Body;
  /** Seconds after which asking again makes sense, from Retry-After. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: Body = {}, retryAfter?: number) {
    super(String(body["detail"] ?? ""));
    this.status = status;
    this.code = String(body["code"] ?? (status ? `http_${status}` : "network"));
    this.fields = (body["errors"] ?? {}) as FieldErrors;
    this.extra = body;
    this.retryAfter = retryAfter;
  }

  get signedOut(): boolean {
    return this.status === 401 || (this.status === 403 && this.code === "not_authenticated");
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500 && this.status !== 507;
  }
}

export function cookie(name: string, jar: string = document.cookie): string {
  const found = jar.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

export interface CallOptions {
  keepalive?: boolean;
  signal?: AbortSignal;
  /** Milliseconds until a call without an answer counts as lost. */
  patience?: number;
  /** Against forged requests; without, from the page's cookie, which a worker does not see. */
  token?: string;
}

/** Call an endpoint; the answer's JSON, or null for an empty one. Throws Problem, and AbortError when `signal` fires. */
export async function call<T = Body>(method: string, url: string, body?: unknown, options: CallOptions = {}): Promise<T> {
  const limit = AbortSignal.timeout(options.patience ?? 30_000);
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(method === "GET" ? {} : { "X-CSRFToken": options.token ?? cookie("csrftoken") }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.keepalive ? { keepalive: true } : {}),
      signal: options.signal ? AbortSignal.any([limit, options.signal]) : limit,
    });
  } catch (reason) {
    if (options.signal?.aborted) throw reason;
    throw new Problem(0);
  }
  if (answer.status === 204) return null as T;
  const parsed = parse(await whole(answer, options.signal));
  if (!answer.ok || parsed === undefined) {
    const wait = Number(answer.headers.get("Retry-After"));
    throw new Problem(answer.ok ? 502 : answer.status, (parsed ?? {}) as Body, wait > 0 ? wait : undefined);
  }
  return parsed as T;
}

/** An answer that is cut in its body is none, whatever its status was. */
async function whole(answer: Response, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await answer.text();
  } catch (reason) {
    if (signal?.aborted) throw reason;
    throw new Problem(0);
  }
}

function parse(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // an HTML error page of a proxy: the caller turns it into a Problem
  }
}
