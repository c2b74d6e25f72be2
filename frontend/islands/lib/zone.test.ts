import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords, offsetAt, zoned } from "./zone.ts";

const ZONE = "Europe/Luxembourg";

test("winter and summer have their own offsets", () => {
  assert.deepEqual(zoned("2027-01-31T23:59", ZONE), { iso: "2027-01-31T23:59:00+01:00", occurs: "once" });
  assert.deepEqual(zoned("2027-07-01T12:00", ZONE), { iso: "2027-07-01T12:00:00+02:00", occurs: "once" });
});

test("half past two exists twice when the clocks are set back: the first is taken", () => {
  assert.deepEqual(zoned("2026-10-25T02:30", ZONE), { iso: "2026-10-25T02:30:00+02:00", occurs: "twice" });
  assert.deepEqual(zoned("2026-10-25T01:59", ZONE).occurs, "once");
  assert.deepEqual(zoned("2026-10-25T03:00", ZONE), { iso: "2026-10-25T03:00:00+01:00", occurs: "once" });
});

test("half past two does not exist when the clocks are set forward", () => {
  assert.deepEqual(zoned("2027-03-28T02:30", ZONE), { iso: "", occurs: "never" });
  assert.equal(zoned("2027-03-28T03:00", ZONE).iso, "2027-03-28T03:00:00+02:00");
});

test("zones behind UTC, and zones of half hours", () => {
  assert.equal(zoned("2027-01-31T23:59", "America/New_York").iso, "2027-01-31T23:59:00-05:00");
  assert.equal(offsetAt(Date.UTC(2027, 0, 1), "Asia/Kolkata"), 330);
});

test("what is no time gives no instant", () => {
  assert.equal(zoned("", ZONE).iso, "");
  assert.equal(zoned("2027-13-40T10:00", ZONE).iso, "");
});

test("the words name weekday and zone", () => {
  const said = inWords("2027-01-31T23:59:00+01:00", ZONE, "en");
  assert.match(said, /Sunday/);
  assert.match(said, /23:59/);
});
