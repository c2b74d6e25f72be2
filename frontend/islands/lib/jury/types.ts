/** The ballot as GET /api/v1/rounds/{id}/ballot gives it; the page carries the same document. Marks in hundredths. */
export type Texts = Record<string, string>;
export type Marks = Record<string, number>;
export type SheetState = "open" | "complete" | "recused";
/** How a sheet stands in the list. */
export type Standing = "open" | "started" | "scored" | "waiting" | "conflict" | "recused" | "recognised" | "withdrawn";

export interface Scale { low: number; high: number; step: number }
export interface Criterion { key: string; title: Texts; weight: number }
export interface Listening { heard_ms: number; heard: [number, number][]; position_ms: number }
export interface WorkDoc {
  position: number;
  duration_ms: number | null;
  gain_db: number | null;
  /** There is a picture; never said in a blind round. */
  film?: boolean;
  start_cue_ms: number;
  playable: boolean;
  listening: Listening;
  title?: string;
  title_language?: string;
  description?: string;
  video_url?: string;
}
export interface SheetDoc {
  id: string;
  entry: { code: string; artist?: string; city?: string };
  position: number;
  state: SheetState;
  version: number;
  marks: Marks;
  note: string;
  recused_because: string;
  excluded_because: string;
  /** The artist took the entry back: nothing is played, nothing is marked. */
  withdrawn: boolean;
  works: WorkDoc[];
  /** In a round with two marks, once the text is shown: the marks for the sound alone, and what the artist wrote. */
  first?: Marks;
  texts?: { name: string; text: string; language: string }[];
  rider_bytes?: number;
}
export interface Ballot {
  round: { id: string; state: string; blind: boolean; marking: "once" | "first" | "second"; scale: Scale; criteria: Criterion[] };
  state: "open" | "sealed";
  sheets: SheetDoc[];
  /** Codes of entries whose turn in a live round has ended. */
  over: string[];
}
/** The answer to every write on a sheet. */
export interface SavedDoc { version: number; state: SheetState; saved_at: string; marks: Marks; note: string }
/** What a 409 `changed_elsewhere` says of the server's sheet. */
export interface CurrentDoc { marks: Marks; note: string; state: SheetState }
