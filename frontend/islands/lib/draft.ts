/**
 * What is typed, what is under way, what is saved: the bookkeeping of autosave without any page.
 *
 * A field is *dirty* (to send), *in flight*, *held* (a conflict waits for the writer's choice) or *refused* (the
 * server said why; it is sent again only after the next edit). One request is under way at a time.
 */
export type Versions = Record<string, number>;
export interface Conflict { field: string; mine: unknown; theirs: unknown }

export class Draft {
  readonly #versions: Versions;
  readonly #dirty = new Map<string, unknown>();
  readonly #held = new Map<string, unknown>();
  readonly #refused = new Set<string>();
  #flying: Map<string, unknown> | undefined;

  constructor(versions: Versions = {}) {
    this.#versions = { ...versions };
  }

  change(field: string, value: unknown): void {
    this.#refused.delete(field);
    if (this.#held.has(field)) this.#held.set(field, value);
    else this.#dirty.set(field, value);
  }

  /** The body of the next PATCH, or undefined when there is nothing to send or one is under way. */
  take(): Record<string, unknown> | undefined {
    if (this.#flying) return undefined;
    const ready = [...this.#dirty].filter(([field]) => !this.#refused.has(field));
    if (!ready.length) return undefined;
    this.#flying = new Map(ready);
    for (const [field] of ready) this.#dirty.delete(field);
    const versions: Versions = {};
    for (const [field] of ready) if (field in this.#versions) versions[field] = this.#versions[field]!;
    return { ...Object.fromEntries(ready), versions };
  }

  accepted(versions: Versions = {}): void {
    Object.assign(this.#versions, versions);
    this.#flying = undefined;
  }

  /** No answer, or a passing one: what was under way is dirty again unless it was typed anew meanwhile. */
  lost(): void {
    for (const [field, value] of this.#flying ?? []) if (!this.#dirty.has(field)) this.#dirty.set(field, value);
    this.#flying = undefined;
  }

  refuse(fields: string[]): void {
    const unchanged = fields.filter((field) => !this.#dirty.has(field));
    this.lost();
    for (const field of unchanged) this.#refused.add(field);
  }

  /** 409: hold the fields that really differ, take over the versions of those that do not. */
  conflicted(current: Record<string, unknown>, versions: Versions = {}): Conflict[] {
    this.lost();
    Object.assign(this.#versions, versions);
    const found: Conflict[] = [];
    for (const [field, theirs] of Object.entries(current)) {
      if (!this.#dirty.has(field)) continue;
      const mine = this.#dirty.get(field);
      this.#dirty.delete(field);
      if (JSON.stringify(mine) === JSON.stringify(theirs)) continue;
      this.#held.set(field, mine);
      found.push({ field, mine, theirs });
    }
    return found;
  }

  keepMine(field: string): void {
    if (!this.#held.has(field)) return;
    this.#dirty.set(field, this.#held.get(field));
    this.#held.delete(field);
  }

  takeTheirs(field: string): void {
    this.#held.delete(field);
  }

  get waiting(): boolean {
    return this.#dirty.size > this.#refused.size;
  }

  get busy(): boolean {
    return this.#flying !== undefined;
  }

  get conflicts(): number {
    return this.#held.size;
  }

  /** Whether leaving the page now would lose something. */
  get unsent(): boolean {
    return this.#dirty.size > 0 || this.#held.size > 0 || this.busy;
  }
}
