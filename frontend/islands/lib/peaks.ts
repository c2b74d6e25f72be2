/**
 * Waveform data in the binary format of BBC audiowaveform, versions 1 and 2 (doc/DataFormat.md there): little-endian
 * header (version, flags, sample rate, samples per pixel, length, and in version 2 channels), then min and max per
 * pixel and channel, 8 or 16 bit signed.
 */
export interface Peaks { duration: number; lanes: Float32Array[] }

/** Loudest absolute value of each pixel over all channels, 0 to 1. Throws RangeError on anything else. */
export function parsePeaks(buffer: ArrayBuffer): Peaks {
  const view = new DataView(buffer);
  const version = view.getInt32(0, true);
  if (version !== 1 && version !== 2) throw new RangeError(`Unknown waveform version ${version}`);
  const eight = (view.getUint32(4, true) & 1) === 1;
  const rate = view.getInt32(8, true);
  const zoom = view.getInt32(12, true);
  const length = view.getUint32(16, true);
  const channels = version === 2 ? view.getInt32(20, true) : 1;
  const start = version === 2 ? 24 : 20;
  const [width, full] = eight ? [1, 128] : [2, 32768];
  if (rate <= 0 || zoom <= 0 || channels < 1 || start + length * channels * 2 * width > buffer.byteLength) throw new RangeError("Waveform header does not fit its data");
  const lanes = Array.from({ length: channels }, () => new Float32Array(length));
  for (let i = 0, at = start; i < length * channels * 2; i++, at += width) {
    const lane = lanes[(i >> 1) % channels]!;
    const pixel = Math.floor(i / 2 / channels);
    lane[pixel] = Math.min(1, Math.max(lane[pixel]!, Math.abs(eight ? view.getInt8(at) : view.getInt16(at, true)) / full));
  }
  return { duration: (length * zoom) / rate, lanes };
}

/** The loudest level of each of `count` equal stretches, for `count` bars. */
export function bars(levels: Float32Array, count: number): Float32Array {
  const out = new Float32Array(Math.max(0, count));
  for (let i = 0; i < count; i++) {
    const from = Math.floor((i * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * levels.length) / count));
    for (let j = from; j < to && j < levels.length; j++) out[i] = Math.max(out[i]!, levels[j]!);
  }
  return out;
}
