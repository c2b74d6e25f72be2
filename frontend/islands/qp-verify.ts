/** <qp-verify data-endpoint>: a button (part go) has the ledger's chain verified and says what came out (part said). */
import { define, part } from "./lib/element.ts";
import { call, Problem } from "./lib/http.ts";
import { text } from "./lib/texts.ts";
import { sentence } from "./lib/words.ts";

interface Verdict { ok: boolean; entries: number; head: string; problems: string[] }

export class QpVerify extends HTMLElement {
  connectedCallback(): void {
    part(this, "go").addEventListener("click", () => void this.#verify());
  }

  async #verify(): Promise<void> {
    const go = part(this, "go");
    const said = part(this, "said");
    if (go.getAttribute("aria-busy")) return;
    go.setAttribute("aria-busy", "true");
    try {
      const found = await call<Verdict>("GET", this.dataset["endpoint"]!);
      said.dataset["ok"] = String(found.ok);
      said.textContent = text(found.ok ? "verify.sound" : "verify.broken", { n: found.entries });
      part(this, "problems").replaceChildren(...found.problems.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      said.textContent = sentence(problem);
    } finally {
      go.removeAttribute("aria-busy");
    }
  }
}

define("qp-verify", QpVerify);
