/**
 * The file itself, kept in this browser while it is on its way: the next page of the application, a reload or the next
 * day goes on without asking for it again.
 *
 * IndexedDB stores a copy, so what was chosen cannot change under way and digests of its parts stay true. It is removed
 * once the server has the whole, when the upload is given up, is not one's own or is over, and when somebody signs out
 * (bundles/leaving.ts). Where there is no room, or storage is forbidden, nothing is kept: the card says so and asks again.
 */
import type { Order } from "./types.ts";

const DATABASE = "qp-uploads";
/** Of the browser's free room a file may take this much: a copy must not push other things out. */
const SHARE = 0.25;

/** `page`: where its card is. `digests`: of the parts that arrived, from 0. */
export interface Facts extends Order {
  slot: string;
  upload: string;
  name: string;
  size: number;
  page: string;
  fingerprint: string;
  digests: (string | undefined)[];
  paused: boolean;
}

/** One file at a time belongs to a purpose and target; also the name of the lock. */
export const slotOf = (order: Order): string => `qp-upload:${order.purpose}:${order.target}`;

let opened: Promise<IDBDatabase> | undefined;

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("facts", { keyPath: "slot" });
      request.result.createObjectStore("files");
    };
    answer(request).then(resolve, reject);
  }).then((db) => {
    db.onversionchange = () => (db.close(), (opened = undefined)); // signing out, perhaps in another tab
    return db;
  });
  return opened;
}

/** Undefined where this browser keeps nothing; why is for the console, since the card says what it means. */
async function tried<T>(act: (db: IDBDatabase) => Promise<T>): Promise<T | undefined> {
  try {
    return await act(await database());
  } catch (reason) {
    console.warn("Files are not kept on this device", reason);
    opened = undefined;
    return undefined;
  }
}

function changed(names: string[], act: (transaction: IDBTransaction) => void): Promise<true | undefined> {
  return tried((db) => new Promise<true>((resolve, reject) => {
    const transaction = db.transaction(names, "readwrite");
    transaction.oncomplete = () => resolve(true);
    transaction.onabort = () => reject(transaction.error);
    act(transaction);
  }));
}

/** Keep a file; false when there is no room or it cannot be. */
export async function keepFile(facts: Facts, file: File): Promise<boolean> {
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  if (file.size > (quota - usage) * SHARE) return false;
  const done = await changed(["facts", "files"], (transaction) => {
    transaction.objectStore("files").put(file, facts.slot);
    transaction.objectStore("facts").put(facts);
  });
  return done === true;
}

/** Change what is known about a kept file; nothing happens when it is not kept any more. */
export async function note(slot: string, change: (facts: Facts) => void): Promise<void> {
  await changed(["facts"], (transaction) => {
    const store = transaction.objectStore("facts");
    const request = store.get(slot) as IDBRequest<Facts | undefined>;
    request.onsuccess = () => {
      if (!request.result) return;
      change(request.result);
      store.put(request.result);
    };
  });
}

/** All that is kept. */
export async function allKept(): Promise<Facts[]> {
  return (await tried((db) => answer<Facts[]>(db.transaction("facts").objectStore("facts").getAll()))) ?? [];
}

export async function keptFacts(slot: string): Promise<Facts | undefined> {
  return tried((db) => answer<Facts | undefined>(db.transaction("facts").objectStore("facts").get(slot)));
}

export async function keptFile(slot: string): Promise<File | undefined> {
  return tried((db) => answer<File | undefined>(db.transaction("files").objectStore("files").get(slot)));
}

export async function forget(slot: string): Promise<void> {
  await changed(["facts", "files"], (transaction) => {
    transaction.objectStore("files").delete(slot);
    transaction.objectStore("facts").delete(slot);
  });
}
