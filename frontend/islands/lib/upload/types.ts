/** The upload protocol's documents, see docs/frontend.md for the calls. */
export interface Part { n: number; size: number; sha256: string }
export interface Finding { code: string; severity: string; at_ms: number | null; until_ms: number | null; message: string }
export interface Fact { label: string; value: string; note: string }
/** What the audio pipeline says. parked: it could not check the file and people will look. */
export interface Recording {
  state: "queued" | "running" | "ready" | "refused" | "parked";
  percent: number;
  code: string;
  message: string;
  duration_ms: number | null;
  findings: Finding[];
  facts: Fact[];
  /** There is a waveform. */
  drawable: boolean;
  /** The copy for the browser could not be made; people will look. */
  held_up: boolean;
  /** A rendition for the browser exists. */
  playable: boolean;
}
export interface UploadDoc {
  id: string;
  state: string;
  size: number;
  part_size: number;
  part_count: number;
  file_name?: string;
  expires_at?: string;
  sha256?: string | null;
  parts: Part[];
  failure?: { code: string; message: string } | null;
  recording?: Recording | null;
}
export interface Ticket { n: number; method: string; url: string; headers: Record<string, string>; size: number; expires_in: number }
/** What identifies the wish: sent with POST /uploads beside name, size, type and fingerprint. */
export interface Order { purpose: string; target: string }
