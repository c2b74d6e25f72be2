/**
 * One score sheet on this device: what the server has, what the juror changed since, and the next request that brings
 * the two together. No page, no network.
 *
 * Fields are criterion keys and "note". A change made here and elsewhere to the *same* field is held until the juror
 * chooses; changes to different fields merge by themselves (three-way, against what this device last saw).
 */
import type { CurrentDoc, Marks, SavedDoc, SheetDoc, SheetState } from "./types.ts";

export const NOTE = "note";
export type Value = number | string | null;
export interface Clash { field: string; mine: Value; theirs: Value }
export type Step =
  | { verb: "mark"; body: { marks: Record<string, number | null>; note?: string; version: number } }
  | { verb: "complete" | "reopen"; body: { version: number } };
/** What an outbox keeps of a sheet with unsent changes. */
export interface Unsent { sheet: string; round: string; changes: [string, Value][]; done: boolean | null; base: CurrentDoc & { version: number } }

export class Sheet {
  readonly id: string;
  readonly #changes = new Map<string, Value>();
  readonly #clashes = new Map<string, Clash>();
  #flying: Map<string, Value> | undefined;
  #done: boolean | null = null;
  #version: number;
  #state: SheetState;
  #marks: Marks;
  #note: string;

  constructor(doc: Pick<SheetDoc, "id" | "version" | "state" | "marks" | "note">) {
    this.id = doc.id;
    this.#version = doc.version;
    this.#state = doc.state;
    this.#marks = { ...doc.marks };
    this.#note = doc.note;
  }

  /** What the juror sees: the server's marks with the changes of this device. */
  get marks(): Marks {
    const shown: Marks = { ...this.#marks };
    for (const [field, value] of [...(this.#flying ?? []), ...this.#changes]) {
      if (field === NOTE) continue;
      if (value === null) delete shown[field];
      else shown[field] = value as number;
    }
    return shown;
  }

  get note(): string {
    return String(this.#changes.get(NOTE) ?? this.#flying?.get(NOTE) ?? this.#note);
  }

  get version(): number {
    return this.#version;
  }

  /** The state the juror wants: a sheet said to be done is shown as done before the server knows. */
  get state(): SheetState {
    if (this.#state === "recused" || this.#done === null) return this.#state;
    return this.#done ? "complete" : "open";
  }

  get clashes(): Clash[] {
    return [...this.#clashes.values()];
  }

  /** Something that the server does not have yet. */
  get unsent(): boolean {
    return this.#changes.size > 0 || this.#flying !== undefined || this.#clashes.size > 0 || this.#wantsState;
  }

  get #wantsState(): boolean {
    return this.#done !== null && (this.#state === "complete") !== this.#done && this.#state !== "recused";
  }

  mark(key: string, hundredths: number | null): void {
    this.#change(key, hundredths);
  }

  write(note: string): void {
    this.#change(NOTE, note);
  }

  setDone(done: boolean): void {
    this.#done = done;
  }

  #change(field: string, value: Value): void {
    this.#clashes.delete(field);
    this.#changes.set(field, value);
  }

  #base(field: string): Value {
    return field === NOTE ? this.#note : (this.#marks[field] ?? null);
  }

  /** The next request, or undefined: nothing to send, one under way, or a choice is open. */
  next(): Step | undefined {
    if (this.#flying || this.#clashes.size || this.#state === "recused") return undefined;
    for (const [field, value] of this.#changes) if (value === this.#base(field)) this.#changes.delete(field);
    if (this.#changes.size) {
      if (this.#state === "complete") {
        // Correcting a finished sheet keeps it finished: the server wants it open for the write, the juror does not.
        this.#done ??= true;
        return { verb: "reopen", body: { version: this.#version } };
      }
      this.#flying = new Map(this.#changes);
      this.#changes.clear();
      const marks = Object.fromEntries([...this.#flying].filter(([field]) => field !== NOTE)) as Record<string, number | null>;
      const note = this.#flying.get(NOTE);
      return { verb: "mark", body: { marks, ...(note === undefined ? {} : { note: String(note) }), version: this.#version } };
    }
    if (this.#wantsState) return { verb: this.#done ? "complete" : "reopen", body: { version: this.#version } };
    return undefined;
  }

  /** The server's answer to a write: it has everything that was under way. */
  accepted(saved: SavedDoc): void {
    this.#flying = undefined;
    this.#take(saved, saved.version);
  }

  /** No answer: what was under way is unsent again, unless it was changed anew meanwhile. */
  lost(): void {
    for (const [field, value] of this.#flying ?? []) if (!this.#changes.has(field)) this.#changes.set(field, value);
    this.#flying = undefined;
  }

  /** The server refuses the state that was asked for; marks stay. */
  giveUpState(): void {
    this.#done = null;
  }

  /** The sheet as it stands on the server now. Returns the fields that were changed on both sides. */
  merge(current: CurrentDoc, version: number): Clash[] {
    this.lost();
    for (const [field, mine] of [...this.#changes]) {
      const theirs = field === NOTE ? current.note : (current.marks[field] ?? null);
      if (theirs === mine) this.#changes.delete(field);
      else if (theirs !== this.#base(field)) this.#clashes.set(field, { field, mine, theirs });
    }
    for (const field of this.#clashes.keys()) this.#changes.delete(field);
    this.#take(current, version);
    return this.clashes;
  }

  /** Decide all open choices: `mine` sends this device's values again, else they are dropped. */
  settle(mine: boolean): void {
    const held = this.clashes;
    this.#clashes.clear();
    if (mine) for (const clash of held) this.#change(clash.field, clash.mine);
  }

  /** Drop what is unsent: the juror stood aside, the artist withdrew, the turn is over, or the ballot is closed. */
  drop(): void {
    this.#changes.clear();
    this.#clashes.clear();
    this.#flying = undefined;
    this.#done = null;
  }

  #take(current: CurrentDoc, version: number): void {
    this.#version = version;
    this.#state = current.state;
    this.#marks = { ...current.marks };
    this.#note = current.note;
    if (!this.#changes.size && !this.#wantsState) this.#done = null;
  }

  /** For the outbox: the changes with the base that they were made on. */
  keep(round: string): Unsent {
    const held = this.clashes.map((clash): [string, Value] => [clash.field, clash.mine]);
    const changes = [...new Map([...held, ...(this.#flying ?? []), ...this.#changes])];
    return { sheet: this.id, round, changes, done: this.#done, base: { marks: this.#marks, note: this.#note, state: this.#state, version: this.#version } };
  }

  /** Put kept changes back over what the server has now. */
  restore(kept: Unsent): Clash[] {
    const now: CurrentDoc = { marks: this.#marks, note: this.#note, state: this.#state };
    const version = this.#version;
    this.#take(kept.base, kept.base.version);
    for (const [field, value] of kept.changes) this.#changes.set(field, value);
    this.#done = kept.done;
    return this.merge(now, version);
  }
}
