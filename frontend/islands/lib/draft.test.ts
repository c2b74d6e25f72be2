import assert from "node:assert/strict";
import { test } from "node:test";
import { Draft } from "./draft.ts";

test("a changed field is sent with its version, once", () => {
  const draft = new Draft({ title: 3, year: 1 });
  draft.change("title", "A");
  assert.deepEqual(draft.take(), { title: "A", versions: { title: 3 } });
  assert.equal(draft.take(), undefined);
  draft.accepted({ title: 4 });
  assert.equal(draft.unsent, false);
  draft.change("title", "AB");
  assert.deepEqual(draft.take(), { title: "AB", versions: { title: 4 } });
});

test("what is typed while a request is under way is sent after it, with the new version", () => {
  const draft = new Draft({ title: 1 });
  draft.change("title", "A");
  draft.take();
  draft.change("title", "AB");
  assert.equal(draft.take(), undefined, "one request at a time");
  draft.accepted({ title: 2 });
  assert.equal(draft.unsent, true);
  assert.deepEqual(draft.take(), { title: "AB", versions: { title: 2 } });
});

test("a lost request is sent again, but never over newer words", () => {
  const draft = new Draft();
  draft.change("a", 1);
  draft.change("b", 1);
  draft.take();
  draft.change("a", 2);
  draft.lost();
  assert.deepEqual(draft.take(), { a: 2, b: 1, versions: {} });
});

test("a refused field waits for the next edit and does not hold up the others", () => {
  const draft = new Draft();
  draft.change("year", 3000);
  draft.change("title", "A");
  draft.take();
  draft.refuse(["year"]);
  assert.deepEqual(draft.take(), { title: "A", versions: {} });
  draft.accepted();
  assert.equal(draft.take(), undefined);
  assert.equal(draft.unsent, true, "the refused value is not saved anywhere");
  assert.equal(draft.waiting, false);
  draft.change("year", 2025);
  assert.deepEqual(draft.take(), { year: 2025, versions: {} });
});

test("a field edited again while its refusal was under way is not held back", () => {
  const draft = new Draft();
  draft.change("year", 3000);
  draft.take();
  draft.change("year", 2025);
  draft.refuse(["year"]);
  assert.deepEqual(draft.take(), { year: 2025, versions: {} });
});

test("a conflict holds the field with both texts until the writer chooses", () => {
  const draft = new Draft({ bio: 1, title: 1 });
  draft.change("bio", "mine");
  draft.change("title", "T");
  draft.take();
  assert.deepEqual(draft.conflicted({ bio: "theirs" }, { bio: 7 }), [{ field: "bio", mine: "mine", theirs: "theirs" }]);
  assert.deepEqual(draft.take(), { title: "T", versions: { title: 1 } }, "the other field goes on");
  draft.accepted({ title: 2 });
  draft.change("bio", "mine, longer");
  assert.equal(draft.take(), undefined, "held while the question is open");
  assert.equal(draft.unsent, true);
  draft.keepMine("bio");
  assert.deepEqual(draft.take(), { bio: "mine, longer", versions: { bio: 7 } });
});

test("taking the other text sends nothing", () => {
  const draft = new Draft({ bio: 1 });
  draft.change("bio", "mine");
  draft.take();
  draft.conflicted({ bio: "theirs" }, { bio: 2 });
  draft.takeTheirs("bio");
  assert.equal(draft.unsent, false);
  draft.change("bio", "theirs!");
  assert.deepEqual(draft.take(), { bio: "theirs!", versions: { bio: 2 } });
});

test("the same text on both sides is no conflict", () => {
  const draft = new Draft({ genres: 1 });
  draft.change("genres", ["a", "b"]);
  draft.take();
  assert.deepEqual(draft.conflicted({ genres: ["a", "b"] }, { genres: 2 }), []);
  assert.equal(draft.unsent, false);
});
