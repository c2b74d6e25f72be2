/**
 * What a key means in the jury room.
 *
 * Single keys are inactive in text fields, and all of them can be switched off (WCAG 2.1.4); digits on a focused scale
 * work without the switch. Keys that a focused control uses itself stay its own.
 */
export type Command =
  | { do: "toggle" | "next-entry" | "previous-entry" | "next-work" | "previous-work" | "next-open" | "note" | "help" | "leave-note" | "done" }
  | { do: "seek"; seconds: number }
  | { do: "digit"; digit: number };
export interface Press { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }
/** Where the focus is: a text field, a radio of a scale, the sound's slider, another control, or nowhere special. */
export type Place = "text" | "scale" | "slider" | "control" | "page";

const SIMPLE: Record<string, Command> = {
  j: { do: "next-entry" },
  k: { do: "previous-entry" },
  "[": { do: "previous-work" },
  "]": { do: "next-work" },
  n: { do: "note" },
  "?": { do: "help" },
};

export class Keys {
  /** Whether single keys are switched on. */
  on: boolean;
  #goAt = -Infinity;

  constructor(on: boolean) {
    this.on = on;
  }

  /** The command of a key press, or undefined: the browser's own meaning stays. `now` in ms, for "g o". */
  command(press: Press, place: Place, inSheet: boolean, now: number): Command | undefined {
    const { key } = press;
    if (place === "text") return key === "Escape" && inSheet ? { do: "leave-note" } : undefined;
    // Brackets need AltGr or Option on many keyboards: there the modifiers are part of typing the character.
    const typed = key === "[" || key === "]";
    if (press.metaKey || ((press.ctrlKey || press.altKey) && !typed)) return undefined;
    if (/^[0-9]$/.test(key)) return this.on || place === "scale" ? { do: "digit", digit: Number(key) } : undefined;
    if (!this.on) return undefined;
    const gone = this.#goAt;
    this.#goAt = key === "g" ? now : -Infinity;
    if (key === "o" && now - gone < 1500) return { do: "next-open" };
    return SIMPLE[key] ?? this.#moving(press, place, inSheet);
  }

  #moving({ key, shiftKey }: Press, place: Place, inSheet: boolean): Command | undefined {
    if (key === "Enter" && inSheet && place === "page") return { do: "done" };
    if (key === " " && place === "page") return { do: "toggle" };
    if ((key === "ArrowLeft" || key === "ArrowRight") && (place === "page" || place === "control")) {
      return { do: "seek", seconds: (key === "ArrowLeft" ? -1 : 1) * (shiftKey ? 30 : 5) };
    }
    return undefined;
  }
}
