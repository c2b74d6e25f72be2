/** Addresses inside the jury room: #/QP27-K7M4 (works), #/QP27-K7M4/sheet, #/ (list). */
export type View = "list" | "works" | "sheet";
export interface Route { code: string; view: View }

export function parse(hash: string): Route {
  const [code = "", view] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  if (!code) return { code: "", view: "list" };
  return { code, view: view === "sheet" ? "sheet" : "works" };
}

export function format({ code, view }: Route): string {
  if (view === "list" || !code) return "#/";
  return `#/${encodeURIComponent(code)}${view === "sheet" ? "/sheet" : ""}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % typed by hand: no such code, the room then shows its first entry
  }
}
