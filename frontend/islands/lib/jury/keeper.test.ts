import assert from "node:assert/strict";
import test from "node:test";
import { Keeper } from "./keeper.ts";
import { missing, standing } from "./standing.ts";
import type { Ballot, SheetDoc } from "./types.ts";

const sheet = (id: string, more: Partial<SheetDoc> = {}): SheetDoc => ({
  id, entry: { code: id.toUpperCase() }, position: 1, state: "open", version: 1, marks: {}, note: "", recused_because: "", excluded_because: "", withdrawn: false, works: [], ...more,
});
const ballot = (sheets: SheetDoc[], over: string[] = []): Ballot => ({
  round: { id: "r1", state: "open", blind: true, marking: "once", scale: { low: 100, high: 1000, step: 100 }, criteria: [] }, state: "open", sheets, over,
});

/** Storage that never answers: what the keeper drops does not depend on it. */
class Silent extends EventTarget {}
Object.assign(globalThis, { IDBRequest: Silent, indexedDB: { open: () => new Silent() } });

/** A keeper that has marked every sheet, and then read this ballot anew. */
async function reread(before: Ballot, after: Ballot): Promise<Keeper> {
  const keeper = new Keeper({} as HTMLElement, before, () => {});
  for (const item of keeper.items) item.sheet.mark("music", 700);
  const fetched = globalThis.fetch;
  globalThis.fetch = () => Promise.resolve(new Response(JSON.stringify(after)));
  await keeper.refresh();
  globalThis.fetch = fetched;
  return keeper;
}

test("marks on a withdrawn entry and after the turn of one are dropped, others stay unsent", async () => {
  const keeper = await reread(ballot([sheet("a"), sheet("b"), sheet("c")]), ballot([sheet("a", { withdrawn: true }), sheet("b"), sheet("c")], ["C"]));
  assert.deepEqual(keeper.items.map((item) => item.sheet.unsent), [false, true, false]);
  assert.deepEqual(missing(keeper.ballot, keeper.items), ["B"]);
});

test("neither a withdrawn entry nor one whose turn is over keeps the sheets from being closed", async () => {
  const now = ballot([sheet("a", { state: "complete" }), sheet("b", { withdrawn: true }), sheet("c")], ["C"]);
  const keeper = await reread(now, now);
  assert.deepEqual(missing(keeper.ballot, keeper.items), []);
  assert.deepEqual(keeper.items.map(({ doc, sheet: mine }) => standing(doc, mine)), ["waiting", "withdrawn", "open"]);
});
