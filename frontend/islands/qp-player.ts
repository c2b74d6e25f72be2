/**
 * <qp-player data-play data-peaks data-duration data-title data-key data-cue data-heard> around components/player.html.
 *
 * data-play: GET → {url, expires_in, content_type, gain_db, duration_ms}, asked on first play and again when the address is over;
 * without it the <audio> inside keeps its own src. data-peaks: audiowaveform data. data-key: under it the position is
 * kept. data-cue: the artist's own start, seconds. data-heard: JSON intervals known so far. Gain is applied on the
 * server; qp-level can take it back. Without a button "go" it only shows the waveform and a position (components/waveform.html).
 * Events (bubble): `heard` {key, intervals, share, duration} every 5 s and at each stop; `qp-play`, `qp-pause`, `qp-ended`;
 * `qp-loaded` with the address and its figures.
 */
import { define, maybe, part } from "./lib/element.ts";
import { clock } from "./lib/format.ts";
import { addHeard, heardShare, type Interval } from "./lib/heard.ts";
import { call, Problem } from "./lib/http.ts";
import { keep, kept } from "./lib/kept.ts";
import { parsePeaks } from "./lib/peaks.ts";
import { text } from "./lib/texts.ts";
import { drawWaveform } from "./lib/waveform.ts";
import { sentence } from "./lib/words.ts";

interface Play { url: string; expires_in: number; duration_ms?: number }

export class QpPlayer extends HTMLElement {
  #audio = new Audio();
  #lanes: Float32Array[] = [];
  #heard: Interval[] = [];
  #expires = Infinity;
  #wanted = 0;
  #lastTime = -1;
  #lastTold = 0;
  #watch: ResizeObserver | undefined;
  #renewed = false;

  get duration(): number {
    return Number.isFinite(this.#audio.duration) && this.#audio.duration > 0 ? this.#audio.duration : Number(this.dataset["duration"]) || 0;
  }

  get position(): number {
    return this.#audio.readyState > 0 ? this.#audio.currentTime : this.#wanted;
  }

  /** What sounds, for who puts something between it and the loudspeaker. */
  get sound(): HTMLAudioElement {
    return this.#audio;
  }

  get playing(): boolean {
    return !this.#audio.paused;
  }

  connectedCallback(): void {
    const own = this.querySelector("audio");
    if (own) this.#audio = own;
    this.#audio.controls = false;
    this.#audio.preload = "none";
    this.#audio.volume = Math.min(1, Number(kept("qp-volume")) || 1);
    this.#heard = JSON.parse(this.dataset["heard"] || "[]") as Interval[];
    this.#wanted = Number(kept(`qp-at:${this.dataset["key"]}`, "session")) || Number(this.dataset["cue"]) || 0;
    this.#listenAudio();
    this.#listenControls();
    const canvas = part<HTMLCanvasElement>(this, "wave");
    this.#watch = new ResizeObserver(() => this.#draw());
    this.#watch.observe(canvas);
    document.addEventListener("qp-play", this.#onOther);
    document.addEventListener("qp-theme", this.#draw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.#draw);
    void this.#loadPeaks();
    this.#paint();
  }

  disconnectedCallback(): void {
    this.#audio.pause();
    this.#watch?.disconnect();
    document.removeEventListener("qp-play", this.#onOther);
    document.removeEventListener("qp-theme", this.#draw);
    matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", this.#draw);
  }

  /** One sound at a time on a page. */
  readonly #onOther = (event: Event): void => {
    if (event.target !== this) this.#audio.pause();
  };

  #listenAudio(): void {
    const on = (name: string, act: () => void): void => this.#audio.addEventListener(name, act);
    on("timeupdate", () => this.#tick());
    on("playing", () => (this.#renewed = false, this.#setState("playing")));
    on("waiting", () => this.#setState("loading"));
    on("seeking", () => (this.#lastTime = -1));
    on("durationchange", () => this.#paint());
    on("pause", () => (this.#setState("idle"), this.#tell(), this.#emit("qp-pause")));
    on("ended", () => (this.#setState("idle"), this.#tell(), this.#emit("qp-ended")));
    on("loadedmetadata", () => this.#wanted && (this.#audio.currentTime = this.#wanted));
    on("error", () => void this.#broken());
  }

  #listenControls(): void {
    const on = (name: string, act: () => void): void => maybe(this, name)?.addEventListener("click", act);
    on("go", () => this.toggle());
    on("back", () => this.skip(-5));
    on("ahead", () => this.skip(5));
    on("retry", () => void this.play());
    on("cue", () => this.seek(Number(this.dataset["cue"])));
    const seek = part<HTMLInputElement>(this, "seek");
    seek.addEventListener("input", () => this.seek(Number(seek.value)));
    seek.addEventListener("keydown", (event) => {
      const far = event.shiftKey ? 30 : 5;
      const moves: Record<string, () => void> = {
        ArrowLeft: () => this.skip(-far),
        ArrowRight: () => this.skip(far),
        ArrowDown: () => this.skip(-far),
        ArrowUp: () => this.skip(far),
        PageDown: () => this.skip(-30),
        PageUp: () => this.skip(30),
        " ": () => this.toggle(),
      };
      const move = moves[event.key];
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      move();
    });
    const volume = maybe<HTMLInputElement>(this, "volume");
    if (volume) volume.value = String(this.#audio.volume);
    volume?.addEventListener("input", () => {
      this.#audio.volume = Number(volume.value);
      keep("qp-volume", volume.value);
    });
  }

  toggle(): void {
    if (!maybe(this, "go")) return;
    if (this.playing) this.#audio.pause();
    else void this.play();
  }

  skip(seconds: number): void {
    this.seek(this.position + seconds);
  }

  seek(seconds: number): void {
    this.#wanted = Math.max(0, Math.min(seconds, Math.max(0, this.duration - 0.1)));
    if (this.#audio.readyState > 0) this.#audio.currentTime = this.#wanted;
    this.#paint();
  }

  async play(): Promise<void> {
    this.#setError("");
    this.#setState("loading");
    this.#emit("qp-play");
    try {
      if (this.dataset["play"] && (!this.#audio.src || this.#audio.error || performance.now() > this.#expires)) await this.#fetchAddress();
      if (this.#audio.ended) this.#wanted = this.#audio.currentTime = 0;
      await this.#audio.play();
      this.#session();
    } catch (reason) {
      this.#setState("idle");
      if (reason instanceof Problem) this.#setError(sentence(reason));
      else if ((reason as DOMException).name === "NotAllowedError") this.#setError(text("player.press_again"));
      else if ((reason as DOMException).name !== "AbortError" && !this.#audio.error) throw reason;
    }
  }

  pause(): void {
    this.#audio.pause();
  }

  /** Ask for the address anew, since something about it has changed; goes on where it was. */
  reload(): void {
    this.#expires = 0;
    if (this.playing) void this.play();
  }

  async #fetchAddress(): Promise<void> {
    this.#wanted = this.position;
    const play = await call<Play>("GET", this.dataset["play"]!);
    this.#expires = performance.now() + (play.expires_in - 20) * 1000;
    if (play.duration_ms && !this.dataset["duration"]) this.dataset["duration"] = String(play.duration_ms / 1000);
    this.#audio.src = play.url;
    this.#emit("qp-loaded", { ...play });
  }

  /** The file cannot go on: once with a fresh address, then in words. */
  async #broken(): Promise<void> {
    const problem = this.#audio.error;
    if (!problem || !this.#audio.getAttribute("src")) return;
    if (this.dataset["play"] && !this.#renewed) {
      this.#renewed = true;
      this.#expires = 0;
      return this.play();
    }
    this.#setState("idle");
    const lost = problem.code === MediaError.MEDIA_ERR_NETWORK || !navigator.onLine;
    this.#setError(text(lost ? "player.lost" : "player.unplayable"));
    this.#emit("qp-broken", { code: problem.code });
  }

  #tick(): void {
    const now = this.#audio.currentTime;
    // Only played stretches count: a jump, and everything while paused, does not.
    if (this.#lastTime >= 0 && now > this.#lastTime && now - this.#lastTime < 1.5 * Math.max(1, this.#audio.playbackRate)) {
      this.#heard = addHeard(this.#heard, this.#lastTime, now);
    }
    this.#lastTime = this.#audio.seeking ? -1 : now;
    this.#wanted = now;
    if (this.dataset["key"]) keep(`qp-at:${this.dataset["key"]}`, now.toFixed(1), "session");
    if (Math.abs(now - this.#lastTold) >= 5) this.#tell();
    this.#paint();
  }

  #tell(): void {
    this.#lastTold = this.#audio.currentTime;
    const detail = { key: this.dataset["key"], intervals: this.#heard, share: heardShare(this.#heard, this.duration), duration: this.duration };
    this.#emit("heard", detail);
  }

  #emit(name: string, detail: unknown = { key: this.dataset["key"] }): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  #session(): void {
    if (!("mediaSession" in navigator)) return;
    const media = navigator.mediaSession;
    media.metadata = new MediaMetadata({ title: this.dataset["title"] ?? "" });
    media.setActionHandler("play", () => void this.play());
    media.setActionHandler("pause", () => this.pause());
    media.setActionHandler("seekbackward", () => this.skip(-5));
    media.setActionHandler("seekforward", () => this.skip(5));
    media.setActionHandler("seekto", (to) => to.seekTime !== undefined && this.seek(to.seekTime));
  }

  async #loadPeaks(): Promise<void> {
    if (!this.dataset["peaks"]) return;
    try {
      const answer = await fetch(this.dataset["peaks"], { credentials: "same-origin" });
      if (!answer.ok) throw new Problem(answer.status);
      const peaks = parsePeaks(await answer.arrayBuffer());
      this.#lanes = peaks.lanes;
      if (!this.duration) this.dataset["duration"] = String(peaks.duration);
    } catch (reason) {
      // The drawing is decoration over a working slider; the page goes on with an even line, and the log says why.
      console.warn("Waveform not drawn", reason);
    }
    this.#paint();
  }

  #setState(state: string): void {
    part(this, "box").dataset["state"] = state;
    maybe(this, "go")?.setAttribute("aria-label", text(state === "playing" ? "player.pause" : "player.play", { title: this.dataset["title"] ?? "" }));
  }

  #setError(message: string): void {
    part(this, "problem").textContent = message;
    part(this, "error").hidden = message === "";
  }

  #paint(): void {
    const [now, all] = [clock(this.position), clock(this.duration)];
    const seek = part<HTMLInputElement>(this, "seek");
    seek.max = String(this.duration || 0);
    seek.value = String(this.position);
    seek.setAttribute("aria-valuetext", text("player.position", { now, all }));
    part(this, "time").textContent = `${now} / ${all}`;
    const share = maybe(this, "share");
    if (share) share.textContent = text("player.heard", { percent: Math.round(100 * heardShare(this.#heard, this.duration)) });
    this.#draw();
  }

  readonly #draw = (): void => {
    const canvas = maybe<HTMLCanvasElement>(this, "wave");
    const heard = maybe(this, "share") ? this.#heard : [];
    if (canvas) drawWaveform(canvas, { lanes: this.#lanes, duration: this.duration, position: this.position, heard, cue: Number(this.dataset["cue"]) || 0 });
  };
}

define("qp-player", QpPlayer);
