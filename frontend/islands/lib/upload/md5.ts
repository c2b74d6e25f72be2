/**
 * MD5 (RFC 1321) as the base64 of a Content-MD5 header, for stores that check nothing better (S3_CHECKSUM_MODE=md5).
 * It guards against bytes that change on their way, not against anybody; browsers offer no MD5 of their own.
 */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))));

export function md5(data: ArrayBuffer): string {
  const state = new Int32Array([0x67452301, -0x10325477, -0x67452302, 0x10325476]);
  const whole = data.byteLength & ~63;
  const rest = new Uint8Array(data.byteLength - whole < 56 ? 64 : 128);
  rest.set(new Uint8Array(data, whole));
  rest[data.byteLength - whole] = 128;
  new DataView(rest.buffer).setBigUint64(rest.length - 8, BigInt(data.byteLength) * 8n, true);
  blocks(state, new Int32Array(data, 0, whole / 4)); // little-endian, as every machine with a browser is
  blocks(state, new Int32Array(rest.buffer));
  return btoa(String.fromCharCode(...new Uint8Array(state.buffer)));
}

function blocks(state: Int32Array, words: Int32Array): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let at = 0; at < words.length; at += 16) {
    const before = [a, b, c, d] as const;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const word = round === 0 ? i : round === 1 ? (5 * i + 1) & 15 : round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
      const sum = (a + mixed + SINES[i]! + words[at + word]!) | 0;
      const shift = SHIFTS[round * 4 + (i & 3)]!;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    a = (a + before[0]) | 0;
    b = (b + before[1]) | 0;
    c = (c + before[2]) | 0;
    d = (d + before[3]) | 0;
  }
  state.set([a, b, c, d]);
}
