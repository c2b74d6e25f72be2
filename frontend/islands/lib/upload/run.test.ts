import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { Problem } from "../http.ts";
import { composite, fingerprint, sha256 } from "./digest.ts";
import { Rate } from "./rate.ts";
import { type Before, type Ports, UploadRun } from "./run.ts";
import type { Part, Ticket, UploadDoc } from "./types.ts";

const PART = 1000;
const digestOf = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** A store that keeps bytes, with faults to order. */
class Store {
  doc: UploadDoc;
  parts = new Map<number, Uint8Array>();
  puts: number[] = [];
  sleeps: number[] = [];
  /** Asked before each PUT: a Problem to throw, or nothing. */
  fault: (n: number, nth: number) => unknown = () => undefined;
  completeFault: () => unknown = () => undefined;
  lanes = 0;
  mostLanes = 0;
  hashed = 0;
  signed = 0;
  wantsMd5 = false;
  md5s: string[] = [];
  online = true;
  clock = 0;
  /** Milliseconds between two looks at the clock: how fast the line seems. */
  tick = 300;

  constructor(size: number, known: Part[] = []) {
    this.doc = { id: "u1", state: "open", size, part_size: PART, part_count: Math.ceil(size / PART), parts: known };
  }

  ports(): Ports {
    return {
      api: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
        if (path === "") return this.doc as T;
        if (path.endsWith("/sign")) {
          const { parts } = body as { parts: { n: number; sha256: string; md5?: string }[] };
          this.signed += 1;
          if (this.wantsMd5 && !parts[0]!.md5) throw new Problem(400, { code: "md5_required" });
          if (this.wantsMd5) this.md5s.push(parts[0]!.md5!);
          return { parts: parts.map(({ n, sha256: sum }) => ({ n, method: "PUT", url: sum, headers: {}, size: 0, expires_in: 900 })) } as T;
        }
        const fault = this.completeFault();
        if (fault) throw fault;
        assert.equal(method, "POST");
        const digests = Array.from({ length: this.doc.part_count }, (_, i) => digestOf(this.parts.get(i + 1)!));
        const whole = digestOf(Buffer.from(digests.join(""), "hex"));
        assert.equal((body as { composite: string }).composite, whole);
        return { ...this.doc, state: "verifying" } as T;
      },
      put: async (ticket: Ticket, data: Blob, progress, signal) => {
        this.mostLanes = Math.max(this.mostLanes, ++this.lanes);
        try {
          this.puts.push(ticket.n);
          await new Promise((resolve) => setTimeout(resolve, 1));
          signal.throwIfAborted();
          const fault = this.fault(ticket.n, this.puts.filter((n) => n === ticket.n).length);
          if (fault) throw fault;
          const bytes = new Uint8Array(await data.arrayBuffer());
          assert.equal(digestOf(bytes), ticket.url);
          progress(bytes.length);
          this.parts.set(ticket.n, bytes);
        } finally {
          this.lanes--;
        }
      },
      sleep: async (ms) => void this.sleeps.push(ms),
      sha256: (data) => (this.hashed++, sha256(data)),
      fingerprint,
      now: () => (this.clock += this.tick),
      online: () => this.online,
    };
  }
}

const bytes = (size: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8)) & 255);
const fileOf = (data: Uint8Array<ArrayBuffer>): File => new File([data], "Undertow.wav", { lastModified: 5, type: "audio/wav" });
const order = { purpose: "work_audio", target: "w1" };

function start(store: Store, data: Uint8Array<ArrayBuffer>, before: Before = {}): { run: UploadRun; moved: number[]; retries: number[] } {
  const moved: number[] = [];
  const retries: number[] = [];
  const run = new UploadRun(fileOf(data), order, store.ports(), { opened: () => undefined, moved: (n) => moved.push(n), retrying: (n) => retries.push(n), arrived: () => undefined, closed: () => Promise.resolve() }, before);
  return { run, moved, retries };
}

test("a file travels whole in three lanes and its composite fits", async () => {
  const data = bytes(7 * PART + 123);
  const store = new Store(data.length);
  const { run, moved } = start(store, data);
  const doc = await run.run();
  assert.equal(doc.state, "verifying");
  assert.deepEqual(Buffer.concat([1, 2, 3, 4, 5, 6, 7, 8].map((n) => store.parts.get(n)!)), Buffer.from(data));
  assert.equal(store.mostLanes, 3);
  assert.equal(moved.at(-1), data.length);
});

test("a slow line gets one lane: what is under way is what a cut costs", async () => {
  const data = bytes(8 * PART);
  const store = new Store(data.length);
  store.tick = 30_000;
  await start(store, data).run.run();
  assert.equal(store.mostLanes, 1);
  assert.equal(store.parts.size, 8);
});

test("digests that are known of this very file save reading it; what the server has otherwise does not pass", async () => {
  const data = bytes(3 * PART);
  const sum = (n: number): string => digestOf(data.subarray((n - 1) * PART, n * PART));
  const store = new Store(data.length, [{ n: 1, size: PART, sha256: sum(1) }, { n: 2, size: PART, sha256: "0".repeat(64) }]);
  store.parts.set(1, data.slice(0, PART));
  await start(store, data, { doc: store.doc, fingerprint: "f", trusted: [sum(1), sum(2)] }).run.run();
  assert.deepEqual(store.puts.toSorted(), [2, 3]);
  assert.equal(store.hashed, 2);
});

test("a store that checks MD5 gets it, once it has said so", async () => {
  const data = bytes(2 * PART);
  const store = new Store(data.length);
  store.wantsMd5 = true;
  store.tick = 30_000;
  await start(store, data).run.run();
  const expected = [0, 1].map((i) => createHash("md5").update(data.subarray(i * PART, (i + 1) * PART)).digest("base64"));
  assert.deepEqual(store.md5s, expected);
  assert.equal(store.signed, 3);
});

test("every try has an address of its own: one that is over looks like a lost connection", async () => {
  const data = bytes(PART);
  const store = new Store(data.length);
  store.fault = (_n, nth) => [new Problem(403, { code: "url_expired" }), new Problem(0)][nth - 1];
  await start(store, data).run.run();
  assert.deepEqual([store.puts.length, store.signed], [3, 3]);
});

test("a busy server that says when to come back is asked eight times, not for ever", async () => {
  const data = bytes(PART);
  const store = new Store(data.length);
  store.fault = () => new Problem(503, {}, 2);
  await assert.rejects(start(store, data).run.run(), (reason: Problem) => reason.status === 503);
  assert.deepEqual([store.puts.length, store.sleeps], [8, Array(7).fill(2000)]);
});

test("being offline costs no try", async () => {
  const data = bytes(PART);
  const store = new Store(data.length);
  store.online = false;
  store.fault = (_n, nth) => (nth <= 20 ? new Problem(0) : undefined);
  const { run, retries } = start(store, data);
  assert.equal((await run.run()).state, "verifying");
  assert.deepEqual(new Set(retries), new Set([1]));
});

test("back online it goes on within seconds, also when nothing says so", async () => {
  const data = bytes(PART);
  const store = new Store(data.length);
  store.online = false;
  store.fault = () => (store.online ? undefined : new Problem(0));
  const ports = store.ports();
  const sleeps: number[] = [];
  ports.sleep = async (ms) => void (store.online = sleeps.push(ms) === 5);
  const watcher = { opened: () => undefined, moved: () => undefined, retrying: () => undefined, arrived: () => undefined, closed: () => Promise.resolve() };
  await new UploadRun(fileOf(data), order, ports, watcher).run();
  assert.deepEqual([store.puts.length, sleeps], [2, Array(5).fill(3000)]);
});

test("only what is missing travels; a kept part with other content is sent again", async () => {
  const data = bytes(3 * PART);
  const store = new Store(data.length, [
    { n: 1, size: PART, sha256: digestOf(data.subarray(0, PART)) },
    { n: 2, size: PART, sha256: "0".repeat(64) },
  ]);
  store.parts.set(1, data.slice(0, PART));
  await start(store, data).run.run();
  assert.deepEqual(store.puts.toSorted(), [2, 3]);
});

test("passing faults and bad digests are tried again with growing pauses", async () => {
  const data = bytes(2 * PART);
  const store = new Store(data.length);
  store.fault = (n, nth) => (n === 1 && nth < 4 ? [new Problem(0), new Problem(503), new Problem(400, { code: "bad_digest" })][nth - 1] : undefined);
  const { run, retries } = start(store, data);
  await run.run();
  assert.deepEqual(retries, [1, 2, 3]);
  assert.ok(store.sleeps[0]! < store.sleeps[1]! && store.sleeps[1]! < store.sleeps[2]!);
});

test("Retry-After decides the pause", async () => {
  const data = bytes(PART);
  const store = new Store(data.length);
  store.fault = (_n, nth) => (nth === 1 ? new Problem(429, {}, 17) : undefined);
  await start(store, data).run.run();
  assert.deepEqual(store.sleeps, [17_000]);
});

test("eight tries without luck end in the problem, and the other lanes stop", async () => {
  const data = bytes(9 * PART);
  const store = new Store(data.length);
  store.fault = (n) => (n === 2 ? new Problem(0) : undefined);
  await assert.rejects(start(store, data).run.run(), (reason: Problem) => reason.code === "network");
  assert.equal(store.puts.filter((n) => n === 2).length, 8);
  assert.equal(store.lanes, 0);
});

test("a refusal that stays is not repeated", async () => {
  const data = bytes(PART);
  const store = new Store(data.length);
  store.fault = () => new Problem(507, { code: "no_space" });
  await assert.rejects(start(store, data).run.run(), (reason: Problem) => reason.status === 507);
  assert.deepEqual(store.puts, [1]);
});

test("pause stops the lanes without counting as a failure, resume sends the rest", async () => {
  const data = bytes(6 * PART);
  const store = new Store(data.length);
  const { run, retries } = start(store, data);
  store.fault = (n, nth) => {
    if (n === 2 && nth === 1) {
      run.pause();
      return new DOMException("paused", "AbortError");
    }
    return undefined;
  };
  const ended = run.run();
  await new Promise((resolve) => setTimeout(resolve, 30));
  const held = store.puts.length;
  assert.equal(store.lanes, 0);
  await new Promise((resolve) => setTimeout(resolve, 15));
  assert.equal(store.puts.length, held, "nothing moves while paused");
  run.resume();
  await ended;
  assert.deepEqual(retries, []);
  assert.equal(store.parts.size, 6);
});

test("cancel ends for good", async () => {
  const data = bytes(4 * PART);
  const store = new Store(data.length);
  const { run } = start(store, data);
  store.fault = (n) => (n === 1 ? (run.cancel(), new DOMException("gone", "AbortError")) : undefined);
  await assert.rejects(run.run(), { name: "AbortError" });
});

test("parts that the server misses at the end are sent again", async () => {
  const data = bytes(2 * PART);
  const store = new Store(data.length);
  let first = true;
  store.completeFault = () => {
    if (!first) return undefined;
    first = false;
    return new Problem(409, { code: "parts_missing", missing: [2] });
  };
  await start(store, data).run.run();
  assert.deepEqual(store.puts.toSorted(), [1, 2, 2]);
});

test("an upload that is complete already is not sent at all", async () => {
  const data = bytes(PART);
  const store = new Store(data.length);
  store.doc.state = "verifying";
  assert.equal((await start(store, data).run.run()).state, "verifying");
  assert.deepEqual(store.puts, []);
});

test("digests: composite over binary digests, fingerprint over name, size, time and both ends", async () => {
  const parts = [digestOf(Buffer.from("a")), digestOf(Buffer.from("b"))];
  assert.equal(await composite(parts), digestOf(Buffer.from(parts.join(""), "hex")));
  const one = await fingerprint(fileOf(bytes(10)));
  assert.equal(one, await fingerprint(fileOf(bytes(10))));
  assert.notEqual(one, await fingerprint(fileOf(bytes(11))));
  assert.notEqual(one, await fingerprint(new File([bytes(10)], "Other.wav", { lastModified: 5 })));
  assert.notEqual(one, await fingerprint(new File([bytes(10)], "Undertow.wav", { lastModified: 6 })));
});

test("time left comes after five seconds, from the last ten", () => {
  const rate = new Rate();
  rate.add(0, 0);
  rate.add(4000, 4000);
  assert.equal(rate.left(1000), undefined);
  rate.add(6000, 6000);
  assert.equal(rate.left(2000), 2);
  for (let at = 7000; at <= 20_000; at += 1000) rate.add(at, 6000 + (at - 6000) * 2);
  assert.equal(rate.left(2000), 1);
});

test("three parts that arrive together after half a minute are no fast line", () => {
  const arrivals = new Rate();
  arrivals.add(0, 0);
  for (const [at, bytes] of [[30_000, 3000], [30_010, 6000], [30_020, 9000]] as const) arrivals.add(at, bytes);
  assert.ok(Math.abs(arrivals.speed(0)! - 299.8) < 0.1);
  assert.ok(Math.abs(arrivals.left(600)! - 2) < 0.01);
});
