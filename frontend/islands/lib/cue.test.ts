import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "./cue.ts";

test("minutes and seconds become milliseconds", () => {
  assert.equal(milliseconds("1:30"), 90_000);
  assert.equal(milliseconds(" 90 "), 90_000);
  assert.equal(milliseconds("1:02:03"), 3_723_000);
});

test("nothing typed is the beginning", () => {
  assert.equal(milliseconds("  "), 0);
});

test("what is no time is refused, not guessed", () => {
  for (const typed of ["1:75", "half", "-3", "1.5", "1:2:3:4", ":30"]) assert.equal(milliseconds(typed), undefined, typed);
});
