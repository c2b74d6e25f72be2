/** A soft tone on the left, then on the right: what a sound check needs. */
const HERTZ = [440, 554.37];
const SECONDS = 0.9;

export async function playTest(): Promise<void> {
  const context = new AudioContext();
  await context.resume();
  HERTZ.forEach((hertz, side) => tone(context, hertz, side === 0 ? -1 : 1, context.currentTime + side * (SECONDS + 0.2)));
  setTimeout(() => void context.close(), (HERTZ.length * (SECONDS + 0.2) + 0.5) * 1000);
}

function tone(context: AudioContext, hertz: number, pan: number, from: number): void {
  const [source, level, place] = [context.createOscillator(), context.createGain(), context.createStereoPanner()];
  source.frequency.value = hertz;
  place.pan.value = pan;
  level.gain.setValueAtTime(0, from);
  level.gain.linearRampToValueAtTime(0.25, from + 0.05);
  level.gain.setValueAtTime(0.25, from + SECONDS - 0.1);
  level.gain.linearRampToValueAtTime(0, from + SECONDS);
  source.connect(level).connect(place).connect(context.destination);
  source.start(from);
  source.stop(from + SECONDS);
}
