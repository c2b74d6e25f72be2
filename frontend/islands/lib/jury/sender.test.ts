import assert from "node:assert/strict";
import test from "node:test";
import { Problem } from "../http.ts";
import { type SaveState, Sender } from "./sender.ts";
import { Sheet } from "./sheet.ts";
import type { SavedDoc } from "./types.ts";

/** A server of two sheets: answers with what `answer` gives for each request; `reread` is the ballot fetched again. */
function desk(answer: (method: string, url: string, body: Record<string, unknown>) => SavedDoc, reread: (sheet: Sheet) => unknown = () => {}) {
  const [sheet, other] = ["s1", "s2"].map((id) => new Sheet({ id, version: 1, state: "open", marks: {}, note: "" })) as [Sheet, Sheet];
  const states: SaveState[] = [];
  const asked: string[] = [];
  let stale = 0;
  const sender = new Sender(() => [sheet, other], (method, url, body) => {
    asked.push(`${method} ${url.split("/").slice(4).join("/")}`);
    return new Promise((resolve) => resolve(answer(method, url, body as Record<string, unknown>)));
  }, { state: (state) => states.push(state), sheet: () => {}, stale: () => ((stale += 1), reread(sheet), Promise.resolve()) });
  return { sheet, other, sender, states, asked, stale: () => stale };
}
const saved = (version: number, marks = {}, state: SavedDoc["state"] = "open"): SavedDoc => ({ version, state, saved_at: "", marks, note: "" });

test("marks, then done: two requests in that order, then saved", async () => {
  const { sheet, sender, states, asked } = desk((method) => (method === "PATCH" ? saved(2, { a: 700 }) : saved(3, { a: 700 }, "complete")));
  sheet.mark("a", 700);
  sheet.setDone(true);
  await sender.flush();
  assert.deepEqual(asked, ["PATCH s1", "POST s1/complete"]);
  assert.equal(states.at(-1), "saved");
  assert.equal(sender.unsent, false);
});

test("no answer: kept, said as offline, sent by the next try", async () => {
  let up = false;
  const { sheet, sender, states } = desk(() => {
    if (!up) throw new Problem(0);
    return saved(2, { a: 700 });
  });
  sheet.mark("a", 700);
  await sender.flush();
  assert.equal(states.at(-1), "offline");
  assert.equal(sender.unsent, true);
  up = true;
  await sender.flush();
  assert.equal(sender.unsent, false);
});

test("changed elsewhere in another field: merged and sent with the new version", async () => {
  const bodies: unknown[] = [];
  const { sheet, sender } = desk((_method, _url, body) => {
    bodies.push(body);
    if (body["version"] === 1) throw new Problem(409, { code: "changed_elsewhere", current: { marks: { b: 300 }, note: "", state: "open" }, version: 6 });
    return saved(7, { a: 700, b: 300 });
  });
  sheet.mark("a", 700);
  await sender.flush();
  assert.deepEqual(bodies.at(-1), { marks: { a: 700 }, version: 6 });
  assert.equal(sender.unsent, false);
});

test("a refusal that stays is not asked again until something changes, and the ballot is read anew", async () => {
  const { sheet, sender, asked, stale } = desk(() => {
    throw new Problem(409, { code: "round_closed", detail: "closed" });
  });
  sheet.mark("a", 700);
  await sender.flush();
  await sender.flush();
  assert.equal(asked.length, 1);
  assert.equal(stale(), 1);
  sheet.mark("a", 800);
  await sender.flush();
  assert.equal(asked.length, 2);
});

test("signed out: nothing is dropped", async () => {
  const { sheet, sender, states } = desk(() => {
    throw new Problem(401, {});
  });
  sheet.mark("a", 700);
  await sender.flush();
  assert.equal(states.at(-1), "signed_out");
  assert.deepEqual(sheet.marks, { a: 700 });
  assert.equal(sender.unsent, true);
});

test("a change back to what the server has, and one that it got from elsewhere, end as saved", async () => {
  const { sheet, sender, states, asked } = desk(() => {
    throw new Problem(409, { code: "changed_elsewhere", current: { marks: { a: 700 }, note: "", state: "open" }, version: 2 });
  });
  sheet.mark("a", 700);
  await sender.flush();
  assert.deepEqual([asked.length, states.at(-1)], [1, "saved"]);
  states.length = 0;
  sheet.mark("a", 700);
  await sender.flush();
  assert.deepEqual([asked.length, states], [1, ["saved"]]);
});

test("nothing changed: nothing is said", async () => {
  const { sender, states } = desk(() => saved(2));
  await sender.flush();
  assert.deepEqual(states, []);
});

test("what the closed round has not is said as failed, what it has as saved", async () => {
  const refuse = (): never => {
    throw new Problem(409, { code: "round_closed", detail: "closed" });
  };
  const lost = desk(refuse, (sheet) => sheet.drop());
  lost.sheet.mark("a", 700);
  await lost.sender.flush();
  assert.equal(lost.states.at(-1), "failed");
  const there = desk(refuse, (sheet) => sheet.merge({ marks: { a: 700 }, note: "", state: "open" }, 2));
  there.sheet.mark("a", 700);
  await there.sender.flush();
  assert.equal(there.states.at(-1), "saved");
});

test("a refused sheet is still said to be so once another one was saved", async () => {
  const { sheet, other, sender, states } = desk((_method, url) => {
    if (url.endsWith("/s1")) throw new Problem(400, { code: "invalid", detail: "no" });
    return saved(2, { a: 500 });
  });
  sheet.mark("a", 700);
  await sender.flush();
  assert.equal(states.at(-1), "failed");
  other.mark("a", 500);
  await sender.flush();
  assert.equal(states.at(-1), "failed");
  assert.equal(other.unsent, false);
});

test("marks on an entry that was withdrawn or whose turn is over: the ballot is read anew, what it drops is told and not unsent", async () => {
  for (const code of ["withdrawn", "turn_over"]) {
    const { sheet, sender, states, stale } = desk(() => {
      throw new Problem(409, { code, detail: "over" });
    }, (one) => one.drop());
    sheet.mark("a", 700);
    await sender.flush();
    assert.deepEqual([stale(), sender.unsent, states.at(-1)], [1, false, "failed"], code);
  }
});
