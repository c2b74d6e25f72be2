/** How a sheet stands in the list, from what the server has and what this device has not sent yet. */
import type { Sheet } from "./sheet.ts";
import type { SheetDoc, Standing } from "./types.ts";

export function standing(doc: Pick<SheetDoc, "recused_because" | "excluded_because" | "works">, sheet: Sheet): Standing {
  const aside = doc.recused_because || doc.excluded_because;
  if (sheet.state === "recused" || aside) return aside === "conflict" || aside === "recognised" ? aside : "recused";
  if (sheet.unsent) return "waiting";
  if (sheet.state === "complete") return "scored";
  const begun = Object.keys(sheet.marks).length > 0 || sheet.note !== "" || doc.works.some((work) => work.listening.heard.length > 0);
  return begun ? "started" : "open";
}
