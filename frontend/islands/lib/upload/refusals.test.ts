import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../http.ts";

const SAID = ["too_large", "part_too_large", "do_flac", "do_export", "quota", "no_room", "gone", "offline", "busy", "retrying"];
const sentences: Record<string, string> = Object.fromEntries(SAID.map((key) => [`upload.${key}`, key]));
sentences["upload.too_large"] = "at most %(max)s";
sentences["upload.quota"] = "%(left)s of %(all)s";
Object.assign(globalThis, { document: { getElementById: () => ({ textContent: JSON.stringify(sentences) }) } });
const { refusal, trying } = await import("./refusals.ts");

const said = (status: number, body: Record<string, unknown>, audio = true): string => refusal(new Problem(status, body), audio, "en");

test("a refusal says what to do: another format, less, later, again", () => {
  assert.equal(said(413, { code: "too_large", max_bytes: 1_000_000_000 }), "at most 1,000 do_flac");
  assert.equal(said(413, { code: "too_large", max_bytes: 20_000_000 }, false), "at most 20");
  assert.equal(said(413, {}), "part_too_large");
  assert.equal(said(415, { code: "unsupported_type", detail: "Only these." }), "Only these. do_export");
  assert.equal(said(409, { code: "quota_exceeded", used: 2_400_000_000, quota: 3_000_000_000 }), "600 of 3,000 do_flac");
  assert.equal(said(507, { code: "storage_full" }), "no_room");
  assert.equal(said(404, { code: "not_found" }), "gone");
  assert.equal(said(403, { code: "window_closed", detail: "The call is closed." }), "The call is closed.");
});

test("a try that fails in passing is told apart: offline, a busy server, a lost connection", () => {
  assert.equal(trying(new Problem(0), 1, 8, false), "offline");
  assert.equal(trying(new Problem(503), 1, 8, true), "busy");
  assert.equal(trying(new Problem(429), 1, 8, true), "busy");
  assert.equal(trying(new Problem(0), 1, 8, true), "retrying");
});
