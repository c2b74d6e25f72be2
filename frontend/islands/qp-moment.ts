/**
 * <qp-moment data-zone="Europe/Luxembourg"> around a datetime-local input (part local), a hidden input (part value)
 * that is sent, and a line (part said): the typed time is one of that zone, wherever the browser stands.
 */
import { define, part } from "./lib/element.ts";
import { text } from "./lib/texts.ts";
import { inWords, zoned } from "./lib/zone.ts";

export class QpMoment extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("input", () => this.#read());
    this.#read();
  }

  #read(): void {
    const zone = this.dataset["zone"]!;
    const local = part<HTMLInputElement>(this, "local").value;
    const { iso, occurs } = zoned(local, zone);
    part<HTMLInputElement>(this, "value").value = iso;
    const said = part(this, "said");
    if (!local) said.textContent = text("moment.none");
    else if (!iso) said.textContent = text("moment.never");
    else {
      const words = inWords(iso, zone, document.documentElement.lang);
      said.textContent = occurs === "twice" ? text("moment.twice", { when: words }) : words;
    }
  }
}

define("qp-moment", QpMoment);
