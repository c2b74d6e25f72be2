import assert from "node:assert/strict";
import { test } from "node:test";
import { arrayOf, assemble } from "./items.ts";

test("items come in the order of their index, what is beside them does not", () => {
  const body = { "1": { key: "b" }, "0": { key: "a", title: { de: "A" } }, other: 1 };
  assert.deepEqual(arrayOf(body, 2), [{ key: "a", title: { de: "A" } }, { key: "b" }]);
});

test("scaled fields are whole numbers of the smaller unit", () => {
  const body = { "0": { amount_cents: 10.1 }, "1": { amount_cents: null }, "2": { amount_cents: "many" } };
  const scaled = new Map([["0.amount_cents", 100], ["1.amount_cents", 100], ["2.amount_cents", 100]]);
  assert.deepEqual(arrayOf(body, 3, scaled), [{ amount_cents: 1010 }, { amount_cents: null }, { amount_cents: "many" }]);
});

test("a new item has no id", () => {
  assert.deepEqual(arrayOf({ "0": { id: "", kind: "main" }, "1": { id: "x" } }, 2), [{ kind: "main" }, { id: "x" }]);
});

test("an empty list is an empty array", () => {
  assert.deepEqual(arrayOf({}, 0), []);
});

test("paths become one document, digits make lists", () => {
  const pairs = [["biography.0", 200], ["biography.1", 3000], ["project.0", null]] as const;
  assert.deepEqual(assemble(pairs), { biography: [200, 3000], project: [null] });
});
