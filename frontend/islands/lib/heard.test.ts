import assert from "node:assert/strict";
import { test } from "node:test";
import { addHeard, heardShare, type Interval } from "./heard.ts";

test("stretches that touch become one, others stay apart in order", () => {
  let heard: Interval[] = [];
  heard = addHeard(heard, 10, 12);
  heard = addHeard(heard, 0, 1);
  heard = addHeard(heard, 12.2, 13);
  assert.deepEqual(heard, [[0, 1], [10, 13]]);
  assert.deepEqual(addHeard(heard, 0.5, 11), [[0, 13]]);
});

test("nothing played adds nothing", () => {
  assert.deepEqual(addHeard([[1, 2]], 5, 5), [[1, 2]]);
  assert.deepEqual(addHeard([], Number.NaN, 4), []);
});

test("hearing a part twice counts once, and never more than the whole", () => {
  const heard = addHeard(addHeard([], 0, 5), 2, 6);
  assert.equal(heardShare(heard, 12), 0.5);
  assert.equal(heardShare([[0, 13]], 12), 1);
  assert.equal(heardShare([[0, 3]], 0), 0);
});
