/** The middle pane: an entry's works, each in a player of its own. */
import type { QpPlayer } from "../../qp-player.ts";
import { maybe, part, stamp } from "../element.ts";
import type { Interval } from "../heard.ts";
import { kept } from "../kept.ts";
import { text } from "../texts.ts";
import type { SheetDoc, WorkDoc } from "./types.ts";

export interface WorksListener {
  /** What was heard so far of a work, in seconds; `stopped`: the player is at rest. */
  heard(sheet: string, work: number, intervals: Interval[], position: number, stopped: boolean): void;
  /** A player started, stopped, or became the current one. */
  moved(): void;
}

export class WorksView {
  readonly #host: HTMLElement;
  readonly #listener: WorksListener;
  #players: QpPlayer[] = [];
  #current = 0;

  constructor(host: HTMLElement, listener: WorksListener) {
    this.#host = host;
    this.#listener = listener;
  }

  get player(): QpPlayer | undefined {
    return this.#players[this.#current];
  }

  /** Title of the current work, as the player says it. */
  get title(): string {
    return this.player?.dataset["title"] ?? "";
  }

  /** Take over what the server wrote for this entry. */
  adopt(doc: SheetDoc): void {
    this.#players = [];
    this.#current = 0;
    part(this.#host, "no-works").hidden = doc.works.length > 0;
    const works = doc.works.filter((work) => work.playable);
    this.#host.querySelectorAll<QpPlayer>("qp-player").forEach((player, at) => this.#bind(player, doc, works[at]!));
    this.#listener.moved();
  }

  show(doc: SheetDoc): void {
    const list = part(this.#host, "works");
    list.replaceChildren(...doc.works.map((work) => this.#item(doc, work)));
    this.adopt(doc);
  }

  #item(doc: SheetDoc, work: WorkDoc): HTMLElement {
    const item = stamp(this.#host, "work");
    const title = work.title || text("jury.work", { n: work.position });
    const player = item.querySelector<QpPlayer>("qp-player")!;
    part(item, "silent").hidden = work.playable;
    const about = part(item, "about");
    about.textContent = work.description ?? "";
    about.hidden = !work.description;
    if (work.title_language) about.lang = work.title_language;
    part(item, "video-line").hidden = !work.video_url;
    if (work.video_url) part<HTMLAnchorElement>(item, "video").href = work.video_url;
    const film = part(item, "film");
    film.hidden = !work.film;
    film.dataset["film"] = `/api/v1/sheets/${doc.id}/works/${work.position}/film`;
    if (!work.playable) {
      player.remove();
      const name = part(item, "name");
      name.hidden = false;
      name.textContent = title;
      return item;
    }
    const base = `/api/v1/sheets/${doc.id}/works/${work.position}`;
    const cue = work.start_cue_ms / 1000;
    Object.assign(player.dataset, {
      play: `${base}/play`, peaks: `${base}/peaks`, title, key: `${doc.id}:${work.position}`, cue: String(cue),
      duration: String((work.duration_ms ?? 0) / 1000), heard: JSON.stringify(work.listening.heard.map(([a, b]) => [a / 1000, b / 1000])),
    });
    player.querySelector("qp-level")?.setAttribute("data-gain", String(work.gain_db ?? ""));
    if (!cue) maybe(player, "cue")?.remove();
    part(player, "box").setAttribute("aria-label", text("jury.player", { title }));
    part(player, "go").setAttribute("aria-label", text("player.play", { title }));
    const shown = player.querySelector<HTMLElement>(".player-title")!;
    shown.textContent = title;
    if (work.title_language) shown.lang = work.title_language;
    return item;
  }

  #bind(player: QpPlayer, doc: SheetDoc, work: WorkDoc): void {
    const index = this.#players.push(player) - 1;
    // On the element itself, not by bubbling: a player that leaves the page still tells what it had played.
    player.addEventListener("heard", (event) => {
      const { intervals } = (event as CustomEvent<{ intervals: Interval[] }>).detail;
      const heard = intervals.map(([a, b]): [number, number] => [a * 1000, b * 1000]);
      work.listening = { heard_ms: heard.reduce((sum, [a, b]) => sum + b - a, 0), heard, position_ms: player.position * 1000 };
      this.#listener.heard(doc.id, work.position, intervals, player.position, !player.playing);
    });
    player.addEventListener("qp-play", () => this.#choose(index));
    for (const name of ["qp-pause", "qp-ended"]) player.addEventListener(name, () => this.#listener.moved());
    this.#resume(player, work);
  }

  /** Go on where the juror stopped, on whatever device that was; a work heard to its end starts again. */
  #resume(player: QpPlayer, work: WorkDoc): void {
    const at = work.listening.position_ms / 1000;
    if (!(at > 0) || kept(`qp-at:${player.dataset["key"]}`, "session")) return;
    if (at < player.duration - 2) player.seek(at);
  }

  #choose(index: number): void {
    this.#current = index;
    this.#players.forEach((player, at) => player.closest("li")?.toggleAttribute("data-current", at === index));
    this.#listener.moved();
  }

  toggle(): void {
    this.player?.toggle();
  }

  skip(seconds: number): void {
    this.player?.skip(seconds);
  }

  /** The neighbouring work; it plays only if one was playing. */
  step(by: 1 | -1): void {
    const next = this.#current + by;
    if (!this.#players[next]) return;
    const playing = this.player?.playing;
    this.player?.pause();
    this.#choose(next);
    if (playing) void this.player?.play();
    this.player?.scrollIntoView({ block: "nearest" });
  }

  pause(): void {
    this.player?.pause();
  }
}
