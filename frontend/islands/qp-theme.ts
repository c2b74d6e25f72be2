/** <qp-theme> around buttons with data-theme-choice="light|dark|auto"; the choice stays on this device. Event: `qp-theme`. */
import { define } from "./lib/element.ts";
import { keep } from "./lib/kept.ts";

export class QpTheme extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const choice = (event.target as HTMLElement).closest<HTMLElement>("[data-theme-choice]")?.dataset["themeChoice"];
      if (choice) this.#set(choice);
    });
    const mark = (): void => this.#mark(document.documentElement.dataset["theme"] ?? "auto");
    document.addEventListener("qp-theme", mark); // the page has a second switch for narrow screens
    mark();
  }

  #set(choice: string): void {
    if (choice === "auto") {
      keep("qp-theme", "");
      delete document.documentElement.dataset["theme"];
    } else {
      keep("qp-theme", choice);
      document.documentElement.dataset["theme"] = choice;
    }
    document.dispatchEvent(new CustomEvent("qp-theme", { detail: choice }));
  }

  #mark(choice: string): void {
    for (const button of this.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset["themeChoice"] === choice));
    }
  }
}

define("qp-theme", QpTheme);
