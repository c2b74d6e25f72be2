/**
 * Unsent marks and notes on this device, in IndexedDB, so that a closed tab or a flat battery loses nothing.
 *
 * A record belongs to a sheet, and a sheet to one juror: somebody else on the same device never gets to see or send it.
 * Where a browser refuses storage, `available` turns false and the page says "not saved" rather than "kept".
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Unsent } from "./sheet.ts";

interface Schema extends DBSchema {
  unsent: { key: string; value: Unsent; indexes: { round: string } };
}

export class Outbox {
  available = true;
  readonly #round: string;
  #opened: Promise<IDBPDatabase<Schema> | undefined> | undefined;

  constructor(round: string) {
    this.#round = round;
  }

  #db(): Promise<IDBPDatabase<Schema> | undefined> {
    this.#opened ??= openDB<Schema>("qp-jury", 1, {
      upgrade: (db) => db.createObjectStore("unsent", { keyPath: "sheet" }).createIndex("round", "round"),
    }).catch((reason: unknown) => {
      console.warn("Unsent marks cannot be kept on this device", reason);
      this.available = false;
      return undefined;
    });
    return this.#opened;
  }

  async all(): Promise<Unsent[]> {
    return (await this.#run((db) => db.getAllFromIndex("unsent", "round", this.#round))) ?? [];
  }

  async put(record: Unsent): Promise<void> {
    await this.#run((db) => db.put("unsent", record));
  }

  async remove(sheet: string): Promise<void> {
    await this.#run((db) => db.delete("unsent", sheet));
  }

  async #run<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T | undefined> {
    const db = await this.#db();
    if (!db) return undefined;
    try {
      return await work(db);
    } catch (reason) {
      console.warn("Unsent marks cannot be kept on this device", reason);
      this.available = false; // full or taken away: the page must not promise what it cannot keep
      return undefined;
    }
  }
}
