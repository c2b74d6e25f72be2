/** Writes what was found in a recording, and its figures, into an upload card. */
import { maybe, part, stamp } from "../element.ts";
import { clock } from "../format.ts";
import type { Fact, Finding, Recording } from "./types.ts";

const made = (tag: string, textContent: string): HTMLElement => Object.assign(document.createElement(tag), { textContent });

/** Another file comes: what was known of the one before goes. */
export function clearHeard(card: HTMLElement): void {
  for (const name of ["findings", "facts", "player"]) maybe(card, name)?.replaceChildren();
  delete maybe(card, "player")?.dataset["holds"];
}

/** Findings beside the waveform, figures below; the player takes the waveform's place once there is something to play. */
export function showHeard(card: HTMLElement, { findings, facts, drawable, playable, duration_ms }: Recording): void {
  part(card, "findings").replaceChildren(...(findings ?? []).map(item));
  const home = maybe(card, "player");
  const list = maybe(card, "facts");
  if (!home || !list) return;
  list.replaceChildren(...facts.map(row));
  const wanted = playable ? "player" : drawable ? "waveform" : "";
  if (home.dataset["holds"] !== wanted) {
    home.dataset["holds"] = wanted;
    const stamped = wanted ? [stamp(card, wanted)] : [];
    for (const one of stamped) one.dataset["duration"] = String((duration_ms ?? 0) / 1000);
    home.replaceChildren(...stamped);
  }
  list.dispatchEvent(new Event("qp-written", { bubbles: true }));
}

function row({ label, value, note }: Fact): HTMLElement {
  const pair = document.createElement("div");
  const said = made("dd", value);
  if (note) said.append(made("small", note));
  pair.append(made("dt", label), said);
  return pair;
}

function item({ severity, at_ms, until_ms, message }: Finding): HTMLElement {
  const line = document.createElement("li");
  line.dataset["severity"] = severity;
  if (at_ms !== null) {
    line.dataset["at"] = String(at_ms / 1000);
    line.dataset["until"] = String((until_ms ?? at_ms) / 1000);
    line.append(Object.assign(made("button", clock(at_ms / 1000)), { type: "button" }), " ");
  }
  line.append(message);
  return line;
}
