/** A round with two marks: which of them is being given, and what the artist wrote once it may be read. */
import { maybe, part, stamp } from "../element.ts";
import { megabytes } from "../format.ts";
import { text } from "../texts.ts";
import type { SheetDoc } from "./types.ts";

const PARTS: Record<string, string> = {
  project: "jury.text_project",
  motivation: "jury.text_motivation",
  biography: "jury.text_biography",
  rider_inputs: "jury.text_rider_inputs",
  rider_power: "jury.text_rider_power",
  rider_projection: "jury.text_rider_projection",
  rider_setup_minutes: "jury.text_rider_setup_minutes",
  rider_people: "jury.text_rider_people",
  rider_notes: "jury.text_rider_notes",
};

/** `over`: nothing can be marked here any more. Does nothing on the page of a round with one mark. */
export function showTwoMarks(host: HTMLElement, doc: SheetDoc, over: boolean): void {
  const box = maybe(host, "two-marks");
  if (!box) return;
  part(box, "step-sound").hidden = doc.first !== undefined || over;
  part(box, "step-text").hidden = doc.first === undefined || over;
  const section = part(host, "texts");
  section.hidden = !doc.texts?.length && !doc.rider_bytes;
  part(section, "rider").hidden = !doc.rider_bytes;
  part(section, "rider-link").setAttribute("href", `sheets/${doc.id}/rider/`); // beside the room's own address
  part(section, "rider-size").textContent = doc.rider_bytes ? `${megabytes(doc.rider_bytes, document.documentElement.lang)} MB` : "";
  part(section, "texts-list").replaceChildren(
    ...(doc.texts ?? []).map((one) => {
      const row = stamp(host, "entry-text");
      row.querySelector("dt")!.textContent = text(PARTS[one.name] ?? one.name);
      const said = row.querySelector("dd")!;
      said.textContent = one.text;
      said.lang = one.language;
      return row;
    }),
  );
}
