import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, isSingular } from "./texts.ts";

test("fill puts named values in and keeps what it does not know", () => {
  assert.equal(fill("%(done)s of %(size)s MB", { done: "1,5", size: 20 }), "1,5 of 20 MB");
  assert.equal(fill("%(percent)s %% of %(other)s", { percent: 7 }), "7 % of %(other)s");
});

test("a value that looks like a placeholder is not filled again", () => {
  assert.equal(fill("%(name)s", { name: "%(size)s", size: 3 }), "%(size)s");
});

test("French counts zero and one and a half as singular, the others only one", () => {
  assert.deepEqual([0, 1, 1.5, 2].map((n) => isSingular(n, "fr")), [true, true, true, false]);
  for (const language of ["de", "lb", "en"]) assert.deepEqual([0, 1, 2].map((n) => isSingular(n, language)), [false, true, false]);
});
