import assert from "node:assert/strict";
import test from "node:test";
import { HeardReports, type Report } from "./heard.ts";
import { Keys, type Place, type Press } from "./keys.ts";
import { arranged, type Line, neighbour, nextOpen, progress } from "./listing.ts";
import { composite, fromDigit, onScale, places, points } from "./marks.ts";
import { format, parse } from "./route.ts";

const TEN = { low: 100, high: 1000, step: 100 };
const CRITERIA = [{ key: "a", title: {}, weight: 2 }, { key: "b", title: {}, weight: 1 }];

test("the weighted score appears once all marks are set, rounded half up", () => {
  assert.equal(composite(CRITERIA, { a: 800 }), undefined);
  assert.equal(composite(CRITERIA, { a: 800, b: 500 }), 700);
  assert.equal(composite(CRITERIA, { a: 800, b: 700 }), 767);
  assert.equal(composite([{ key: "a", title: {}, weight: 1 }, { key: "b", title: {}, weight: 1 }], { a: 775, b: 776 }), 776);
  assert.equal(composite([], {}), undefined);
});

test("digits mean points, nought means ten", () => {
  assert.equal(fromDigit(TEN, 7), 700);
  assert.equal(fromDigit(TEN, 0), 1000);
  assert.equal(fromDigit({ low: 0, high: 500, step: 50 }, 0), 0);
  assert.equal(fromDigit({ low: 100, high: 500, step: 100 }, 7), undefined);
  assert.equal(onScale({ low: 0, high: 500, step: 50 }, 325), false);
});

test("equal scores share a place, none has none", () => {
  assert.deepEqual(places([700, 900, 700, undefined, 500]), [2, 1, 2, undefined, 4]);
  assert.equal(points(750, "de"), "7,5");
  assert.equal(points(700, "en", 2), "7.00");
});

const line = (code: string, position: number, standing: Line["standing"], score?: number): Line => ({ code, position, standing, score });
const LINES = [line("C", 1, "scored", 700), line("A", 2, "open"), line("B", 3, "conflict"), line("D", 4, "started", 900), line("E", 5, "waiting", 700)];

test("filters and orders", () => {
  const codes = (...given: Parameters<typeof arranged>): string => arranged(...given).map((one) => one.code).join("");
  assert.equal(codes(LINES, "all", "mine"), "CABDE");
  assert.equal(codes(LINES, "open", "code"), "AD");
  assert.equal(codes(LINES, "scored", "score"), "CE");
  assert.equal(codes(LINES, "all", "score"), "DCEAB");
});

test("neighbours, the next open one, and progress without those stood aside from", () => {
  assert.equal(neighbour(LINES, "C", -1), undefined);
  assert.equal(neighbour(LINES, "A", 1), "B");
  assert.equal(neighbour(LINES, "gone", 1), "C");
  assert.equal(nextOpen(LINES, "E"), "A");
  assert.equal(nextOpen(LINES, "A"), "D");
  assert.equal(nextOpen([LINES[0]!], "C"), undefined);
  assert.deepEqual(progress(LINES), { done: 2, total: 4, aside: 1 });
  const withdrawn = line("F", 6, "withdrawn");
  assert.deepEqual(progress([...LINES, withdrawn]), { done: 2, total: 4, aside: 2 });
  assert.equal(nextOpen([LINES[0]!, withdrawn], "C"), undefined);
});

test("addresses go there and back; a stray percent sign is no crash", () => {
  for (const route of [{ code: "QP27-K7M4", view: "works" }, { code: "A B", view: "sheet" }] as const) assert.deepEqual(parse(format(route)), route);
  assert.deepEqual(parse(""), { code: "", view: "list" });
  assert.deepEqual(parse("#/%E0/x"), { code: "%E0", view: "works" });
});

const press = (key: string, more: Partial<Press> = {}): Press => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test("single keys act outside text, and not with a modifier", () => {
  const keys = new Keys(true);
  const at = (place: Place, given: Press, inSheet = false): unknown => keys.command(given, place, inSheet, 0);
  assert.deepEqual(at("page", press("j")), { do: "next-entry" });
  assert.equal(at("text", press("j")), undefined);
  assert.equal(at("text", press("7")), undefined);
  assert.equal(at("page", press("j", { ctrlKey: true })), undefined);
  assert.deepEqual(at("page", press("[", { ctrlKey: true, altKey: true })), { do: "previous-work" });
  assert.deepEqual(at("page", press("ArrowLeft", { shiftKey: true })), { do: "seek", seconds: -30 });
  assert.equal(at("scale", press("ArrowLeft")), undefined);
  assert.equal(at("control", press(" ")), undefined);
  assert.deepEqual(at("text", press("Escape"), true), { do: "leave-note" });
  assert.deepEqual(at("page", press("Enter"), true), { do: "done" });
});

test("switched off, only digits on a focused scale are left", () => {
  const keys = new Keys(false);
  for (const key of ["j", " ", "n", "?", "ArrowLeft"]) assert.equal(keys.command(press(key), "page", false, 0), undefined);
  assert.equal(keys.command(press("7"), "page", false, 0), undefined);
  assert.deepEqual(keys.command(press("7"), "scale", true, 0), { do: "digit", digit: 7 });
});

test("g then o, soon enough and with nothing between", () => {
  const keys = new Keys(true);
  const go = (key: string, now: number): unknown => keys.command(press(key), "page", false, now);
  go("g", 0);
  assert.deepEqual(go("o", 500), { do: "next-open" });
  go("g", 1000);
  assert.equal(go("o", 5000), undefined);
  go("g", 6000);
  go("j", 6100);
  assert.equal(go("o", 6200), undefined);
});

test("what was heard is told every ten seconds and at a stop, and again when it did not arrive", async () => {
  const sent: Report[] = [];
  let up = false;
  const reports = new HeardReports((_sheet, report) => (sent.push(report), Promise.resolve(up)));
  reports.told("s", 1, [[0, 5]], 5, false, 0);
  await reports.flush(1);
  assert.equal(reports.waiting, 1, "kept while there is no answer");
  up = true;
  reports.told("s", 1, [[0, 8.0004]], 8, false, 5000);
  const before = sent.length;
  reports.told("s", 1, [[0, 9]], 9, true, 6000);
  await reports.flush(6000);
  assert.equal(sent.length, before + 1, "a stop is told at once");
  assert.deepEqual(sent.at(-1), { work: 1, heard: [[0, 9000]], position_ms: 9000 });
  assert.equal(reports.waiting, 0);
});
