import assert from "node:assert/strict";
import { test } from "node:test";
import { allSaid, reveal, revealable, START, step, type Show, type Slide } from "./stage.ts";

const plain: Slide = { secret: false, last: false };
const special: Slide = { secret: true, last: false };
const main: Slide = { secret: true, last: true };
/** card, special prize, its secret, main prize, its secret, end */
const slides = [plain, plain, special, plain, main, plain];
const at = (index: number, more: Partial<Show> = {}): Show => ({ ...START, index, ...more });

test("stepping on never shows a secret", () => {
  assert.equal(step(at(1), slides, 1).index, 1);
  assert.equal(step(at(1, { revealed: [2] }), slides, 1).index, 2);
});

test("stepping back never shows a secret either, nor leaves the deck", () => {
  assert.equal(step(at(3), slides, -1).index, 3);
  assert.equal(step(at(0), slides, -1).index, 0);
  assert.equal(step(at(5), slides, 1).index, 5);
});

test("revealing goes to the secret once, and only from the slide of its prize", () => {
  assert.equal(revealable(at(0), slides), false);
  const shown = reveal(at(1), slides);
  assert.deepEqual(shown, at(2, { revealed: [2] }));
  assert.equal(reveal(at(1, { revealed: [2] }), slides).index, 1);
});

test("nothing is revealed while the screen is black, and the first key brings the picture back", () => {
  assert.equal(reveal(at(1, { black: true }), slides).index, 1);
  assert.deepEqual(step(at(1, { black: true }), slides, 1), at(1));
});

test("all is said with the last prize, not before", () => {
  assert.equal(allSaid(at(2, { revealed: [2] }), slides), false);
  assert.equal(allSaid(at(4, { revealed: [2, 4] }), slides), true);
  assert.equal(allSaid(START, [plain, plain]), false);
});
