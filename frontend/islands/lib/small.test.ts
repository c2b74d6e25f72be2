import assert from "node:assert/strict";
import { test } from "node:test";
import { Announcer } from "./announce.ts";
import { delay, pause } from "./backoff.ts";
import { lookup, pairs } from "./bind.ts";
import { convert, place } from "./fields.ts";
import { clock, megabytes } from "./format.ts";
import { call, cookie, Problem } from "./http.ts";
import { address } from "./next.ts";
import { remaining } from "./remaining.ts";

test("clock", () => {
  assert.deepEqual([0, 7.9, 253, 3753, Number.NaN, -3].map(clock), ["0:00", "0:07", "4:13", "1:02:33", "0:00", "0:00"]);
});

test("megabytes are decimal and in the reader's language", () => {
  assert.equal(megabytes(84_012_345, "de"), "84");
  assert.equal(megabytes(84_512_345, "de"), "84,5");
  assert.equal(megabytes(184_512_345, "en"), "185");
});

test("back-off doubles up to its ceiling and spreads by a fifth", () => {
  assert.deepEqual([1, 2, 3, 8].map((n) => delay(n, 1000, 30_000, () => 0.5)), [1000, 2000, 4000, 30_000]);
  assert.equal(delay(1, 1000, 30_000, () => 0), 800);
});

test("a pause ends early with its signal's reason", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("paused")), 5);
  await assert.rejects(pause(60_000, stop.signal), /paused/);
  await assert.rejects(pause(60_000, stop.signal), /paused/);
});

test("the announcer speaks at once, then at most once per gap, and always the latest", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const said: string[] = [];
  const announcer = new Announcer((message) => said.push(message), 4000);
  announcer.announce("a", 1000);
  announcer.announce("b", 1500);
  announcer.announce("c", 2000);
  assert.deepEqual(said, ["a"]);
  t.mock.timers.tick(3500);
  assert.deepEqual(said, ["a", "c"]);
  announcer.announce("d", 5100);
  assert.deepEqual(said, ["a", "c"]);
});

test("an address takes the answer's values, encoded", () => {
  assert.equal(address("/a/{id}/?next={missing}", { id: "x/y" }), "/a/x%2Fy/?next={missing}");
});

test("empty numbers and dates are null, words stay words", () => {
  assert.equal(convert("", "number"), null);
  assert.equal(convert("2025", "number"), 2025);
  assert.equal(convert("20x5", "number"), "20x5");
  assert.equal(convert("", "date"), null);
  assert.equal(convert("", "text"), "");
  assert.equal(convert("false", "boolean"), false);
  assert.deepEqual(convert('{"de": "x"}', "json"), { de: "x" });
});

test("dotted names nest", () => {
  const body: Record<string, unknown> = {};
  place(body, "title.de", "A");
  place(body, "title.fr", "B");
  place(body, "year", 1);
  assert.deepEqual(body, { title: { de: "A", fr: "B" }, year: 1 });
});

test("bind finds values and reads its rules", () => {
  assert.equal(lookup({ a: { b: [5] } }, "a.b.0"), 5);
  assert.equal(lookup({ a: null }, "a.b"), undefined);
  assert.deepEqual(pairs("hidden:done; aria-valuenow : n.m;"), [["hidden", "done"], ["aria-valuenow", "n.m"]]);
});

test("remaining counts whole minutes and ends with null", () => {
  const minute = 60_000;
  assert.deepEqual(remaining(1500 * minute + 1, 0), { days: 1, hours: 1, minutes: 0 });
  assert.deepEqual(remaining(1, 0), { days: 0, hours: 0, minutes: 0 });
  assert.equal(remaining(5, 5), null);
});

test("a cookie is found by its whole name", () => {
  assert.equal(cookie("csrftoken", "xcsrftoken=no; csrftoken=a%3Db"), "a=b");
  assert.equal(cookie("missing", "a=b"), "");
});

test("which problems pass by themselves", () => {
  const passing = [0, 408, 429, 500, 503].map((status) => new Problem(status).passing);
  assert.deepEqual(passing, [true, true, true, true, true]);
  assert.deepEqual([400, 403, 404, 409, 507].map((status) => new Problem(status).passing), [false, false, false, false, false]);
  assert.equal(new Problem(403, { code: "not_authenticated" }).signedOut, true);
  assert.equal(new Problem(403, { code: "window_closed" }).signedOut, false);
});

function cut(status: number): Response {
  const pieces = ['{"id": "u1", ', undefined];
  const body = new ReadableStream<Uint8Array>({
    pull(stream) {
      const piece = pieces.shift();
      if (piece === undefined) stream.error(new TypeError("terminated"));
      else stream.enqueue(new TextEncoder().encode(piece));
    },
  });
  return new Response(body, { status });
}

test("an answer that is cut in its body is no answer, an empty one is null", async (t) => {
  const answers = [cut(200), cut(403), new Response("", { status: 200 }), new Response('{"id": "u1"}'), new Response("<html>")];
  t.mock.method(globalThis, "fetch", () => Promise.resolve(answers.shift()!));
  await assert.rejects(call("GET", "/a"), (reason: Problem) => reason.status === 0 && reason.code === "network" && reason.passing);
  await assert.rejects(call("GET", "/a"), (reason: Problem) => reason.status === 0);
  assert.equal(await call("GET", "/a"), null);
  assert.deepEqual(await call("GET", "/a"), { id: "u1" });
  await assert.rejects(call("GET", "/a"), (reason: Problem) => reason.status === 502);
});

test("a call that is given up while its answer arrives ends with the signal's reason", async (t) => {
  const stop = new AbortController();
  t.mock.method(globalThis, "fetch", (_url: string, init: RequestInit) => {
    const body = new ReadableStream({ start: (stream) => init.signal!.addEventListener("abort", () => stream.error(init.signal!.reason)) });
    return Promise.resolve(new Response(body));
  });
  const asked = call("GET", "/a", undefined, { signal: stop.signal });
  setTimeout(() => stop.abort(new DOMException("left", "AbortError")), 5);
  await assert.rejects(asked, { name: "AbortError" });
});
