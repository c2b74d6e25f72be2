import assert from "node:assert/strict";
import test from "node:test";
import { Sheet } from "./sheet.ts";
import type { SavedDoc, SheetState } from "./types.ts";

const fresh = (state: SheetState = "open", marks = {}, note = ""): Sheet => new Sheet({ id: "s1", version: 1, state, marks, note });
const saved = (version: number, marks = {}, state: SheetState = "open", note = ""): SavedDoc => ({ version, state, saved_at: "2027-01-01T12:00:00Z", marks, note });

test("marks and note go in one request, with the version last seen", () => {
  const sheet = fresh();
  sheet.mark("music", 700);
  sheet.write("bold");
  assert.deepEqual(sheet.next(), { verb: "mark", body: { marks: { music: 700 }, note: "bold", version: 1 } });
  assert.equal(sheet.next(), undefined, "one request at a time");
  sheet.accepted(saved(2, { music: 700 }, "open", "bold"));
  assert.equal(sheet.next(), undefined);
  assert.equal(sheet.unsent, false);
});

test("a mark changed while its request is under way is sent again, and shown at once", () => {
  const sheet = fresh();
  sheet.mark("music", 700);
  sheet.next();
  sheet.mark("music", 800);
  assert.deepEqual(sheet.marks, { music: 800 });
  sheet.accepted(saved(2, { music: 700 }));
  assert.deepEqual(sheet.next(), { verb: "mark", body: { marks: { music: 800 }, version: 2 } });
});

test("correcting a finished sheet reopens it, marks it and finishes it again", () => {
  const sheet = fresh("complete", { music: 700 });
  sheet.mark("music", 900);
  assert.equal(sheet.state, "complete");
  assert.deepEqual(sheet.next(), { verb: "reopen", body: { version: 1 } });
  sheet.accepted(saved(2, { music: 700 }));
  assert.deepEqual(sheet.next(), { verb: "mark", body: { marks: { music: 900 }, version: 2 } });
  sheet.accepted(saved(3, { music: 900 }));
  assert.deepEqual(sheet.next(), { verb: "complete", body: { version: 3 } });
  sheet.accepted(saved(4, { music: 900 }, "complete"));
  assert.equal(sheet.next(), undefined);
  assert.equal(sheet.unsent, false);
});

test("a lost request is sent again, unless the mark was changed anew", () => {
  const sheet = fresh();
  sheet.mark("music", 700);
  sheet.mark("stage", 300);
  sheet.next();
  sheet.mark("stage", 400);
  sheet.lost();
  assert.deepEqual(sheet.next(), { verb: "mark", body: { marks: { music: 700, stage: 400 }, version: 1 } });
});

test("changes of different fields on two devices merge by themselves", () => {
  const sheet = fresh("open", { music: 500, stage: 500 });
  sheet.mark("music", 700);
  sheet.next();
  assert.deepEqual(sheet.merge({ marks: { music: 500, stage: 900 }, note: "there", state: "open" }, 5), []);
  assert.deepEqual(sheet.marks, { music: 700, stage: 900 });
  assert.equal(sheet.note, "there");
  assert.deepEqual(sheet.next(), { verb: "mark", body: { marks: { music: 700 }, version: 5 } });
});

test("the same field changed on two devices waits for the juror; mine goes again, theirs is taken", () => {
  for (const mine of [true, false]) {
    const sheet = fresh("open", { music: 500 });
    sheet.mark("music", 700);
    sheet.next();
    assert.deepEqual(sheet.merge({ marks: { music: 300 }, note: "", state: "open" }, 4), [{ field: "music", mine: 700, theirs: 300 }]);
    assert.equal(sheet.next(), undefined);
    assert.equal(sheet.unsent, true);
    sheet.settle(mine);
    assert.deepEqual(sheet.marks, { music: mine ? 700 : 300 });
    assert.deepEqual(sheet.next(), mine ? { verb: "mark", body: { marks: { music: 700 }, version: 4 } } : undefined);
  }
});

test("finished on another device while a mark was on its way here: it stays finished", () => {
  const sheet = fresh("open", { music: 500 });
  sheet.mark("stage", 700);
  sheet.next();
  sheet.merge({ marks: { music: 500 }, note: "", state: "complete" }, 3);
  assert.equal(sheet.next()?.verb, "reopen");
  sheet.accepted(saved(4, { music: 500 }));
  assert.equal(sheet.next()?.verb, "mark");
  sheet.accepted(saved(5, { music: 500, stage: 700 }));
  assert.deepEqual(sheet.next(), { verb: "complete", body: { version: 5 } });
});

test("an old wish is over once it is met: another device may reopen or finish later", () => {
  const sheet = fresh("open", { music: 500 });
  sheet.setDone(true);
  sheet.next();
  sheet.accepted(saved(2, { music: 500 }, "complete"));
  sheet.merge({ marks: { music: 500 }, note: "", state: "open" }, 3);
  assert.equal(sheet.state, "open");
  assert.equal(sheet.unsent, false);
});

test("the same change on both devices is no clash", () => {
  const sheet = fresh("open", { music: 500 });
  sheet.mark("music", 700);
  assert.deepEqual(sheet.merge({ marks: { music: 700 }, note: "", state: "open" }, 2), []);
  assert.equal(sheet.next(), undefined);
});

test("kept changes come back after a reload, against what the server has by then", () => {
  const before = fresh("open", { music: 500 });
  before.mark("stage", 600);
  before.mark("music", 800);
  before.setDone(true);
  const record = JSON.parse(JSON.stringify(before.keep("r1"))) as ReturnType<Sheet["keep"]>;
  const same = fresh("open", { music: 500 });
  assert.deepEqual(same.restore(record), []);
  assert.deepEqual(same.marks, { music: 800, stage: 600 });
  assert.equal(same.state, "complete");
  const moved = new Sheet({ id: "s1", version: 7, state: "open", marks: { music: 200 }, note: "" });
  assert.deepEqual(moved.restore(record), [{ field: "music", mine: 800, theirs: 200 }]);
  assert.equal(moved.marks["stage"], 600);
});

test("a mark taken back is sent as null; nothing goes to a sheet stood aside from", () => {
  const sheet = fresh("open", { music: 500 });
  sheet.mark("music", null);
  assert.deepEqual(sheet.marks, {});
  assert.deepEqual(sheet.next(), { verb: "mark", body: { marks: { music: null }, version: 1 } });
  const aside = fresh("recused");
  aside.mark("music", 500);
  assert.equal(aside.next(), undefined);
});
