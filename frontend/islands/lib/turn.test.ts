import assert from "node:assert/strict";
import { test } from "node:test";
import { Pending, phase } from "./turn.ts";

test("the phase changes with the entry, with my sheet and with the end of a turn, and is spelled as the server does", () => {
  assert.equal(phase({ round_state: "open", code: "QP27-A", sheet_state: "open", done: 1 }), "open|QP27-A|open|1");
  assert.equal(phase({ round_state: "open", code: null, sheet_state: null, done: 2 }), "open|||2");
});

test("a mark pressed while a request is under way is not lost and goes with the next", () => {
  const pending = new Pending();
  pending.press("music", 700);
  assert.deepEqual(pending.take(), { music: 700 });
  pending.press("music", 800);
  pending.arrived();
  assert.equal(pending.any, true);
  assert.deepEqual(pending.take(), { music: 800 });
  pending.arrived();
  assert.equal(pending.any, false);
});

test("what a lost request carried waits again, the newest press wins", () => {
  const pending = new Pending();
  pending.press("music", 700);
  pending.press("stage", 500);
  pending.take();
  pending.press("music", 900);
  pending.failed();
  assert.deepEqual(pending.take(), { music: 900, stage: 500 });
});

test("after the end of a turn nothing waits any more", () => {
  const pending = new Pending();
  pending.press("music", 700);
  pending.take();
  pending.press("stage", 500);
  pending.drop();
  assert.equal(pending.any, false);
});
