/**
 * <qp-level> inside a qp-player: what our change of level does to this entry, "as delivered", and which copy is fetched.
 *
 * The copies are made at one level an entry (`gain_db`, already in the file). "As delivered" takes that back in this browser, with a
 * gain of Web Audio, since undoing an attenuation needs more than 1.0, which the volume of an element does not go over. The server says
 * by how much (`undo_db`); it stops before anything would be clipped that was not delivered so.
 * Both choices are kept on this device and hold for every player of it.
 */
import type { QpPlayer } from "./qp-player.ts";
import { define, maybe, part } from "./lib/element.ts";
import { keep, kept } from "./lib/kept.ts";
import { levelSaid, ratio } from "./lib/level.ts";
import { text } from "./lib/texts.ts";

interface Loaded { gain_db: number; undo_db: number; copies: string[]; codec: string }

const [DELIVERED, COPY, CHANGED] = ["qp-as-delivered", "qp-copy", "qp-level-changed"];
const TYPES: Record<string, string> = { aac: "audio/mp4", opus: "audio/ogg; codecs=opus", flac: "audio/flac" };
let shared: AudioContext | undefined;

export class QpLevel extends HTMLElement {
  #gain: GainNode | undefined;
  #loaded: Loaded | undefined;
  #play = "";

  get #player(): QpPlayer {
    return this.closest<QpPlayer>("qp-player")!;
  }

  get #delivered(): boolean {
    return kept(DELIVERED) === "1";
  }

  connectedCallback(): void {
    const player = this.#player;
    this.#play = (player.dataset["play"] ?? "").split("?")[0]!;
    player.addEventListener("qp-loaded", (event) => this.#know((event as CustomEvent<Loaded>).detail));
    player.addEventListener("qp-play", () => void shared?.resume());
    player.addEventListener("qp-broken", () => this.#giveUp());
    player.sound.addEventListener("loadedmetadata", () => this.#apply());
    part(this, "delivered").addEventListener("change", (event) => this.#choose(DELIVERED, (event.target as HTMLInputElement).checked ? "1" : ""));
    part(this, "copy").addEventListener("change", (event) => this.#choose(COPY, (event.target as HTMLSelectElement).value));
    document.addEventListener(CHANGED, this.#take);
    this.#take();
  }

  disconnectedCallback(): void {
    document.removeEventListener(CHANGED, this.#take);
  }

  #choose(name: string, value: string): void {
    keep(name, value);
    if (name === DELIVERED && value) void (shared ??= new AudioContext()).resume(); // browsers want this inside a press
    document.dispatchEvent(new Event(CHANGED));
  }

  /** What this device has chosen, for this player. */
  readonly #take = (): void => {
    const player = this.#player;
    const { sound } = player;
    const copy = kept(COPY) ?? "";
    const address = this.#play + (copy ? `?copy=${copy}` : "");
    // A sound of another host may pass through a gain only when it was fetched under that host's own rules (CORS).
    const foreign = this.#delivered && sound.crossOrigin === null;
    if (foreign) sound.crossOrigin = "anonymous";
    const changed = player.dataset["play"] !== address;
    player.dataset["play"] = address;
    if ((changed || foreign) && sound.src) player.reload();
    part<HTMLInputElement>(this, "delivered").checked = this.#delivered;
    this.#apply();
  };

  #know(loaded: Loaded): void {
    this.#loaded = loaded;
    const copies = loaded.copies.filter((copy) => this.#player.sound.canPlayType(TYPES[copy] ?? ""));
    const select = part<HTMLSelectElement>(this, "copy");
    part(this, "copies").hidden = copies.length < 2;
    select.querySelectorAll("option").forEach((option) => (option.disabled = !copies.includes(option.value)));
    select.value = loaded.codec;
    this.#apply();
  }

  #apply(): void {
    const undo = this.#delivered ? (this.#loaded?.undo_db ?? 0) : 0;
    if (this.#delivered && !this.#gain && this.#player.sound.readyState > 0) this.#route();
    if (this.#gain) this.#gain.gain.value = ratio(undo);
    const known = this.#loaded?.gain_db ?? Number(this.dataset["gain"] || Number.NaN);
    part(this, "said").textContent = levelSaid(known, this.#delivered ? (this.#loaded?.undo_db ?? -known) : undefined, document.documentElement.lang, text);
  }

  #route(): void {
    const context = (shared ??= new AudioContext());
    this.#gain = context.createGain();
    context.createMediaElementSource(this.#player.sound).connect(this.#gain).connect(context.destination);
    void context.resume();
  }

  /** The sound did not load under the rules that a gain needs: back to our level, in words. */
  #giveUp(): void {
    if (!this.#delivered || this.#gain) return;
    this.#player.sound.crossOrigin = null;
    this.#choose(DELIVERED, "");
    maybe(this, "sorry")?.removeAttribute("hidden");
  }
}

define("qp-level", QpLevel);
