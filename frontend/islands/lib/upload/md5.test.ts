import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { md5 } from "./md5.ts";

test("MD5 is the one of everybody else, at every length around a block", () => {
  for (const size of [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 1_000_003]) {
    const data = Uint8Array.from({ length: size }, (_, i) => (i * 131 + (i >> 7)) & 255);
    assert.equal(md5(data.buffer), createHash("md5").update(data).digest("base64"), `${size} bytes`);
  }
});
