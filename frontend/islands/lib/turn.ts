/** A juror's turn on the phone, without a page: what is to be sent, and when another page is due. */
export type Marks = Record<string, number>;

export interface Turn {
  round_state: string;
  code: string | null;
  sheet_state: string | null;
  done: number;
}

/** Spelled as frontend/pages/juror/live.py spells it. */
export function phase(turn: Turn): string {
  return [turn.round_state, turn.code ?? "", turn.sheet_state ?? "", String(turn.done)].join("|");
}

/** Marks that were pressed and are not on the server yet. What is pressed while a request is under way waits for the next. */
export class Pending {
  #waiting: Marks = {};
  #sent: Marks = {};

  press(key: string, hundredths: number): void {
    this.#waiting[key] = hundredths;
  }

  get any(): boolean {
    return Object.keys(this.#waiting).length + Object.keys(this.#sent).length > 0;
  }

  /** What the next request carries; it counts as under way until `arrived` or `failed`. */
  take(): Marks {
    this.#sent = { ...this.#sent, ...this.#waiting };
    this.#waiting = {};
    return { ...this.#sent };
  }

  arrived(): void {
    this.#sent = {};
  }

  /** The request was lost: what it carried waits again, unless it was pressed anew meanwhile. */
  failed(): void {
    this.#waiting = { ...this.#sent, ...this.#waiting };
    this.#sent = {};
  }

  /** The turn is over or the sheet is no longer one's own to fill: nothing can be sent any more. */
  drop(): void {
    this.#waiting = {};
    this.#sent = {};
  }
}
