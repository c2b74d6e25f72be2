import assert from "node:assert/strict";
import { test } from "node:test";
import { levelSaid, ratio } from "./level.ts";

const say = (key: string, values?: Record<string, string | number>): string => `${key} ${values?.["db"] ?? ""}`.trim();

test("decibels become the factor of an amplitude, above one for undoing an attenuation", () => {
  assert.equal(ratio(0), 1);
  assert.ok(Math.abs(ratio(6.0206) - 2) < 1e-4);
  assert.ok(Math.abs(ratio(-4.5) * ratio(4.5) - 1) < 1e-12);
});

test("the sentence follows the level that is heard", () => {
  assert.equal(levelSaid(Number.NaN, undefined, "en", say), "level.unknown");
  assert.equal(levelSaid(0.04, undefined, "en", say), "level.same");
  assert.equal(levelSaid(3.25, undefined, "en", say), "level.louder 3.3");
  assert.equal(levelSaid(-4.5, undefined, "de", say), "level.softer 4,5");
  assert.equal(levelSaid(-4.5, 4.5, "en", say), "level.delivered 0.0");
  assert.equal(levelSaid(-4.5, 3.2, "en", say), "level.delivered_peaks 1.3");
  assert.equal(levelSaid(0, 0, "en", say), "level.delivered 0.0");
});
