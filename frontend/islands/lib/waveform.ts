/** Draws the bars of a waveform; colours come from the registered custom properties --wave and --played. */
import { bars } from "./peaks.ts";
import type { Interval } from "./heard.ts";

export interface Drawing { lanes: Float32Array[]; duration: number; position: number; heard: Interval[]; cue: number }

const STEP = 5;
const WIDTH = 3;

export function drawWaveform(canvas: HTMLCanvasElement, { lanes, duration, position, heard, cue }: Drawing): void {
  const [wide, high] = [canvas.clientWidth, canvas.clientHeight];
  if (!wide || !high) return;
  const ratio = Math.min(3, devicePixelRatio || 1);
  if (canvas.width !== Math.round(wide * ratio) || canvas.height !== Math.round(high * ratio)) {
    canvas.width = Math.round(wide * ratio);
    canvas.height = Math.round(high * ratio);
  }
  const pen = canvas.getContext("2d")!;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, wide, high);
  const style = getComputedStyle(canvas);
  const [wave, played] = [style.getPropertyValue("--wave"), style.getPropertyValue("--played")];
  const count = Math.floor(wide / STEP);
  const rows = lanes.length ? lanes.map((lane) => bars(lane, count)) : [new Float32Array(count)];
  const body = (high - 6) / rows.length; // the last pixels are the rail that tells what was heard
  const now = duration > 0 ? (position / duration) * wide : 0;
  rows.forEach((heights, row) => {
    for (let i = 0; i < count; i++) {
      // The square root keeps quiet passages visible beside loud ones.
      const tall = Math.max(2, Math.sqrt(heights[i]!) * body);
      pen.fillStyle = i * STEP + WIDTH / 2 < now ? played : wave;
      pen.beginPath();
      pen.roundRect(i * STEP, row * body + (body - tall) / 2, WIDTH, tall, 1.5);
      pen.fill();
    }
  });
  if (!(duration > 0)) return;
  pen.fillStyle = played;
  for (const [from, to] of heard) pen.fillRect((from / duration) * wide, high - 2, Math.max(1, ((to - from) / duration) * wide), 2);
  if (cue > 0) {
    const x = (cue / duration) * wide;
    pen.fillStyle = style.color;
    pen.fillRect(x, 0, 1.5, body);
    pen.beginPath();
    pen.moveTo(x, 0);
    pen.lineTo(x + 8, 4);
    pen.lineTo(x, 8);
    pen.fill();
  }
}
