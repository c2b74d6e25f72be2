/** A file that is sent and, where the browser can, kept until the server has the whole. */
import { keepFile, note, forget, slotOf } from "./kept.ts";
import type { Start } from "./messages.ts";
import { type Ports, UploadRun, type Watcher } from "./run.ts";

/** The run, and what becomes of it; `kept` is told once it is known whether the browser holds the file. */
export function carry({ file, order, before, facts, page }: Start, ports: Ports, watcher: Watcher, kept: (is: boolean) => void): UploadRun {
  const slot = slotOf(order);
  const digests = [...(before.trusted ?? [])];
  let keeping: Promise<boolean> = Promise.resolve(facts !== undefined);
  return new UploadRun(file, order, ports, {
    ...watcher,
    opened: (doc, fingerprint) => {
      if (!facts && doc.state === "open") {
        keeping = keepFile({ ...order, slot, upload: doc.id, name: file.name, size: file.size, page, fingerprint, digests, paused: false }, file);
      }
      void keeping.then(kept);
      watcher.opened(doc, fingerprint);
    },
    arrived: (n, digest) => {
      digests[n - 1] = digest;
      void keeping.then((is) => (is ? note(slot, (one) => (one.digests = digests)) : undefined));
      watcher.arrived(n, digest);
    },
    // A copy that is still being written would stay for good if it were forgotten before.
    closed: () => keeping.then(() => forget(slot)),
  }, before);
}
