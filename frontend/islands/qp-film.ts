/**
 * <qp-film data-film> around a button `[data-part=show]`, a place `[data-part=screen]` and a sentence `[data-part=problem]`.
 *
 * data-film: GET → {url, …}; asked only when somebody wants to see the picture. Film and players sound one at a time.
 */
import { define, part } from "./lib/element.ts";
import { call, Problem } from "./lib/http.ts";
import { sentence } from "./lib/words.ts";

export class QpFilm extends HTMLElement {
  #video: HTMLVideoElement | undefined;

  connectedCallback(): void {
    part(this, "show").addEventListener("click", () => void this.#show());
    document.addEventListener("qp-play", this.#onOther);
  }

  disconnectedCallback(): void {
    document.removeEventListener("qp-play", this.#onOther);
    this.#video?.pause();
  }

  readonly #onOther = (event: Event): void => {
    if (event.target !== this) this.#video?.pause();
  };

  async #show(): Promise<void> {
    const problem = part(this, "problem");
    problem.hidden = true;
    try {
      const { url } = await call<{ url: string }>("GET", this.dataset["film"]!);
      const video = document.createElement("video");
      Object.assign(video, { src: url, controls: true, preload: "metadata", tabIndex: -1 });
      video.addEventListener("play", () => this.dispatchEvent(new CustomEvent("qp-play", { bubbles: true })));
      this.#video = video;
      part(this, "screen").replaceChildren(video);
      part(this, "show").hidden = true;
      video.focus();
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      problem.textContent = sentence(reason);
      problem.hidden = false;
    }
  }
}

define("qp-film", QpFilm);
