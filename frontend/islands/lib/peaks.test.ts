import assert from "node:assert/strict";
import { test } from "node:test";
import { bars, parsePeaks } from "./peaks.ts";

function file(version: number, eight: boolean, channels: number, pairs: number[]): ArrayBuffer {
  const head = version === 2 ? 24 : 20;
  const width = eight ? 1 : 2;
  const view = new DataView(new ArrayBuffer(head + pairs.length * width));
  [version, eight ? 1 : 0, 48000, 512, pairs.length / 2 / channels].forEach((value, i) => view.setInt32(i * 4, value, true));
  if (version === 2) view.setInt32(20, channels, true);
  pairs.forEach((value, i) => (eight ? view.setInt8(head + i, value) : view.setInt16(head + i * 2, value, true)));
  return view.buffer;
}

test("version 2, 8 bit, mono: loudest absolute value of each pixel", () => {
  const { lanes, duration } = parsePeaks(file(2, true, 1, [-64, 10, -5, 32]));
  assert.deepEqual(lanes.map((lane) => [...lane]), [[0.5, 0.25]]);
  assert.ok(Math.abs(duration - (2 * 512) / 48000) < 1e-12);
});

test("two channels give a lane each", () => {
  const { lanes } = parsePeaks(file(2, true, 2, [-1, 64, -128, 3, 0, 0, -32, 16]));
  assert.deepEqual(lanes.map((lane) => [...lane]), [[0.5, 0], [1, 0.25]]);
});

test("version 1 and 16 bit are read as well", () => {
  assert.deepEqual([...parsePeaks(file(1, false, 1, [-16384, 0])).lanes[0]!], [0.5]);
});

test("something else, or a file cut short, is refused", () => {
  assert.throws(() => parsePeaks(file(3, true, 1, [0, 0])), RangeError);
  assert.throws(() => parsePeaks(file(2, true, 1, [0, 0, 0, 0]).slice(0, 26)), RangeError);
});

test("bars keep the loudest of each stretch, and stretch when there are few pixels", () => {
  assert.deepEqual([...bars(Float32Array.of(0.25, 1, 0.5, 0), 2)], [1, 0.5]);
  assert.deepEqual([...bars(Float32Array.of(0.25, 1), 4)], [0.25, 0.25, 1, 1]);
  assert.equal(bars(Float32Array.of(1), 0).length, 0);
});
