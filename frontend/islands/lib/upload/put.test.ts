import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Problem } from "../http.ts";
import { bodyOf, putPart } from "./put.ts";
import { HEALED } from "./run.ts";

const xml = (code: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>Sorry.</Message></Error>`;
const codeOf = (status: number, answer: string): unknown => bodyOf(status, answer)["code"];

test("bytes that a store did not get as they left are sent again, by whatever name it says so", () => {
  const changed = ["BadDigest", "InvalidDigest", "BadChecksum", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "ChecksumMismatch"];
  for (const said of changed) assert.equal(codeOf(400, xml(said)), "bad_digest", said);
  for (const said of ["IncompleteBody", "RequestTimeout"]) assert.equal(codeOf(400, xml(said)), "incomplete_body", said);
  for (const code of ["bad_digest", "incomplete_body", "url_expired"]) assert.ok(HEALED.has(code));
});

test("an address that is over, the platform's own refusal, and what nothing heals", () => {
  assert.equal(codeOf(403, xml("AccessDenied")), "url_expired");
  assert.equal(codeOf(409, '{"code": "not_open"}'), "not_open");
  for (const said of ["EntityTooLarge", "NoSuchUpload", "InvalidArgument"]) assert.deepEqual(bodyOf(400, xml(said)), {});
  assert.deepEqual(bodyOf(502, "<html>Bad gateway</html>"), {});
  assert.deepEqual(bodyOf(400, ""), {});
});

class Sending {
  static last: Sending;
  readonly upload: { onprogress?: (event: { loaded: number }) => void; onload?: () => void } = {};
  status = 200;
  responseText = "";
  onload?: () => void;
  onabort?: () => void;
  constructor() {
    Sending.last = this;
  }
  open(): void {}
  setRequestHeader(): void {}
  send(): void {}
  abort(): void {
    this.onabort!();
  }
}

function begin(t: TestContext): Promise<unknown> {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  Object.assign(globalThis, { XMLHttpRequest: Sending });
  const ticket = { n: 1, method: "PUT", url: "/1", headers: {} } as unknown as Parameters<typeof putPart>[0];
  return putPart(ticket, new Blob(["x"]), () => undefined, new AbortController().signal).then(() => "there", (reason: Problem) => reason.code);
}

test("a line that moves nothing for 30 s is dead; after the last byte there is time for the answer", async (t) => {
  const ended = begin(t);
  Sending.last.upload.onprogress!({ loaded: 1 });
  t.mock.timers.tick(29_000);
  Sending.last.upload.onload!();
  t.mock.timers.tick(179_000);
  Sending.last.onload!();
  assert.equal(await ended, "there");
});

test("both limits end the try as a lost connection", async (t) => {
  const first = begin(t);
  t.mock.timers.tick(30_000);
  assert.equal(await first, "network");
  t.mock.timers.reset();
  const second = begin(t);
  Sending.last.upload.onload!();
  t.mock.timers.tick(180_000);
  assert.equal(await second, "network");
});
