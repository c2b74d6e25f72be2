/** What the stage shows, as a value that two windows can send each other. A secret slide follows the slide of its prize. */
export interface Slide {
  secret: boolean;
  /** Of the last prize: with it the result is public. */
  last: boolean;
}

export interface Show {
  index: number;
  black: boolean;
  /** Secret slides that were revealed. */
  revealed: readonly number[];
}

export const START: Show = { index: 0, black: false, revealed: [] };

function open(show: Show, slides: readonly Slide[], index: number): boolean {
  return index >= 0 && index < slides.length && (!slides[index]!.secret || show.revealed.includes(index));
}

/** One slide on or back; stays where the next one is secret: only `reveal` goes there. */
export function step(show: Show, slides: readonly Slide[], by: 1 | -1): Show {
  if (show.black) return { ...show, black: false };
  const wanted = show.index + by;
  return open(show, slides, wanted) ? { ...show, index: wanted } : show;
}

/** Whether the slide after this one is a secret that can be revealed from here. */
export function revealable(show: Show, slides: readonly Slide[]): boolean {
  const next = slides[show.index + 1];
  return !show.black && next !== undefined && next.secret && !show.revealed.includes(show.index + 1);
}

export function reveal(show: Show, slides: readonly Slide[]): Show {
  if (!revealable(show, slides)) return show;
  const index = show.index + 1;
  return { ...show, index, revealed: [...show.revealed, index] };
}

/** Whether everything that becomes public with the last prize has been said on stage. */
export function allSaid(show: Show, slides: readonly Slide[]): boolean {
  return slides.some((slide) => slide.last) && slides.every((slide, index) => !slide.last || show.revealed.includes(index));
}
