/** How a sheet stands in the list, from what the server has and what this device has not sent yet. */
import type { Sheet } from "./sheet.ts";
import type { Ballot, SheetDoc, Standing } from "./types.ts";

export function standing(doc: Pick<SheetDoc, "recused_because" | "excluded_because" | "withdrawn" | "works">, sheet: Sheet): Standing {
  const aside = doc.recused_because || doc.excluded_because;
  if (sheet.state === "recused" || aside) return aside === "conflict" || aside === "recognised" ? aside : "recused";
  if (doc.withdrawn && sheet.state !== "complete") return "withdrawn";
  if (sheet.unsent) return "waiting";
  if (sheet.state === "complete") return "scored";
  const begun = Object.keys(sheet.marks).length > 0 || sheet.note !== "" || doc.works.some((work) => work.listening.heard.length > 0);
  return begun ? "started" : "open";
}

/** The server takes no mark on it and asks for none: its artist took the entry back, or its turn is over. */
export function isOver(ballot: Pick<Ballot, "over">, doc: Pick<SheetDoc, "entry" | "withdrawn">): boolean {
  return doc.withdrawn || ballot.over.includes(doc.entry.code);
}

/** Codes of the entries that keep the ballot from being closed, as far as this device knows. */
export function missing(ballot: Pick<Ballot, "over">, items: Iterable<{ doc: Pick<SheetDoc, "entry" | "withdrawn">; sheet: Pick<Sheet, "state"> }>): string[] {
  return [...items].filter(({ doc, sheet }) => sheet.state === "open" && !isOver(ballot, doc)).map(({ doc }) => doc.entry.code);
}
