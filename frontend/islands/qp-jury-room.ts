/**
 * <qp-jury-room data-single-keys="true|false"> around pages/juror/room.html: the list, the works and the sheet of one
 * ballot on one page.
 *
 * The page's data block id="ballot" is the answer of GET /rounds/{id}/ballot; the server has drawn the list and the
 * entry named in data-code. Addresses inside the room are hashes (lib/jury/route.ts). Marks and notes are saved as
 * they change (lib/jury/keeper.ts); what was heard is reported every 10 s and at each pause.
 */
import { ask } from "./lib/ask.ts";
import { define, maybe, part } from "./lib/element.ts";
import { call, Problem } from "./lib/http.ts";
import { Dock } from "./lib/jury/dock.ts";
import { HeardReports } from "./lib/jury/heard.ts";
import { type Command, Keys, type Place } from "./lib/jury/keys.ts";
import { Keeper, type Item, SOON } from "./lib/jury/keeper.ts";
import { ListView } from "./lib/jury/list-view.ts";
import { type Line, neighbour, nextOpen, progress } from "./lib/jury/listing.ts";
import { composite, points } from "./lib/jury/marks.ts";
import { format, parse, type View } from "./lib/jury/route.ts";
import { SheetView } from "./lib/jury/sheet-view.ts";
import { standing } from "./lib/jury/standing.ts";
import { showTwoMarks } from "./lib/jury/two-marks.ts";
import type { Ballot, SavedDoc } from "./lib/jury/types.ts";
import { WorksView } from "./lib/jury/works-view.ts";
import { setMeter } from "./lib/meter.ts";
import { text } from "./lib/texts.ts";
import { sentence } from "./lib/words.ts";

type Reason = "conflict" | "recognised";

export class QpJuryRoom extends HTMLElement {
  #keeper!: Keeper;
  #list!: ListView;
  #works!: WorksView;
  #sheet!: SheetView;
  #dock!: Dock;
  #keys!: Keys;
  #heard!: HeardReports;
  #item!: Item;

  connectedCallback(): void {
    const ballot = JSON.parse(document.getElementById("ballot")!.textContent!) as Ballot;
    this.#keeper = new Keeper(this, ballot, (item) => this.#changed(item));
    this.#keys = new Keys(this.dataset["singleKeys"] === "true");
    this.#heard = new HeardReports((sheet, report, keepalive) => this.#report(sheet, report, keepalive));
    this.#list = new ListView(part(this, "list"), () => this.#listed());
    this.#works = new WorksView(part(this, "works-pane"), {
      heard: (sheet, work, intervals, position, stopped) => this.#heard.told(sheet, work, intervals, position, stopped, performance.now()),
      moved: () => this.#docked(),
    });
    this.#sheet = new SheetView(part(this, "sheet-pane"), ballot.round, {
      mark: (key, hundredths) => this.#mark(key, hundredths),
      note: (written) => (this.#item.sheet.write(written), void this.#keeper.edited(this.#item, SOON.note)),
      done: () => void this.#done(),
      reopen: () => (this.#item.sheet.setDone(false), void this.#keeper.edited(this.#item, 0)),
      settle: (mine) => this.#keeper.settle(this.#item, mine),
    });
    this.#dock = new Dock(part(this, "dock"), () => this.#works.player, (by) => this.#works.step(by));
    this.#listen();
    const drawn = this.#keeper.items.find(({ doc }) => doc.entry.code === this.dataset["code"]);
    if (!drawn) return; // an empty ballot: the page says so
    this.#item = drawn;
    this.#works.adopt(drawn.doc);
    this.#route(false);
    this.#keeper.start();
  }

  disconnectedCallback(): void {
    this.#dock.stop();
    removeEventListener("hashchange", this.#onHash);
    document.removeEventListener("keydown", this.#onKey);
    document.removeEventListener("visibilitychange", this.#onHide);
  }

  readonly #onHash = (): void => this.#route(true);
  readonly #onHide = (): void => {
    if (document.visibilityState === "hidden") void this.#heard.flush(performance.now(), true);
  };

  #listen(): void {
    addEventListener("hashchange", this.#onHash);
    addEventListener("online", () => void this.#heard.flush(performance.now()));
    document.addEventListener("keydown", this.#onKey);
    document.addEventListener("visibilitychange", this.#onHide);
    for (const reason of ["conflict", "recognised"] as const) {
      this.querySelector(`[data-aside="${reason}"]`)?.addEventListener("click", () => void this.#aside(reason));
    }
    maybe(this, "show-text")?.addEventListener("click", () => void this.#showText());
    part(this, "return").addEventListener("click", () => void this.#return());
    part(this, "to-ranking").addEventListener("click", (event) => void this.#leave(event));
    const single = part<HTMLInputElement>(this, "single-keys");
    single.addEventListener("change", () => void this.#switchKeys(single));
  }

  // -- where we are -------------------------------------------------------------------------------------------------

  #route(moved: boolean): void {
    const { code, view } = parse(location.hash);
    const found = this.#keeper.items.find(({ doc }) => doc.entry.code === code);
    this.dataset["view"] = code && !found ? "works" : moved || code ? view : "works";
    const other = found !== undefined && found !== this.#item;
    if (other) this.#enter(found);
    this.#changed(undefined);
    if (moved && view !== "list") this.#focus(view);
    else if (moved) part(this, "list-heading").focus();
    if (other || !moved) this.#list.reveal(this.#item.doc.entry.code);
  }

  #enter(item: Item): void {
    this.#works.pause();
    this.#item = item;
    this.#sheet.fresh();
    this.#works.show(item.doc);
  }

  #focus(view: View): void {
    const heading = part(part(this, view === "sheet" ? "sheet-pane" : "works-pane"), "heading");
    heading.focus({ preventScroll: true });
    this.scrollIntoView({ block: "start" });
  }

  #go(code: string | undefined, view: View = "works"): void {
    if (code) location.hash = format({ code, view });
  }

  // -- what is shown ------------------------------------------------------------------------------------------------

  #lines(): Line[] {
    return this.#keeper.items.map(({ doc, sheet }) => ({
      code: doc.entry.code, position: doc.position, standing: standing(doc, sheet), score: composite(this.#keeper.ballot.round.criteria, sheet.marks),
    }));
  }

  #listed(lines: Line[] = this.#lines()): void {
    this.#list.render(lines, this.#item.doc.entry.code);
    const { done, total } = progress(lines);
    part(this, "progress").textContent = text("jury.progress", { done, total });
    setMeter(part(this, "meter"), total ? done / total : 0);
    const over = done === total && !this.#keeper.frozen;
    part(this, "all-done").hidden = !over;
    if (over) part(this, "all-done-text").textContent = text("jury.all_done", { total });
  }

  #changed(item: Item | undefined): void {
    this.#listed();
    if (item && item !== this.#item) return;
    const { doc, sheet } = this.#item;
    const lines = this.#list.shown;
    const at = lines.findIndex((line) => line.code === doc.entry.code);
    for (const heading of this.querySelectorAll("[data-part=code]")) heading.textContent = doc.entry.code;
    part(this, "who").textContent = doc.entry.artist ?? "";
    part(this, "place").textContent = at < 0 ? "" : text("jury.place_in_list", { n: at + 1, total: lines.length });
    for (const link of this.querySelectorAll<HTMLAnchorElement>("[data-to]")) {
      link.href = format({ code: doc.entry.code, view: link.dataset["to"] as View });
      if (link.dataset["to"] === this.dataset["view"]) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const reason = doc.recused_because || doc.excluded_because;
    const away = sheet.state === "recused" || reason !== "" || doc.withdrawn;
    part(this, "aside").hidden = !away;
    part(this, "aside-text").textContent = reason ? text(doc.excluded_because ? "jury.aside_late" : "jury.aside") : doc.withdrawn ? text("jury.withdrawn_note") : "";
    part(this, "return").hidden = !doc.recused_because || this.#keeper.frozen;
    part(this, "stand-aside").hidden = away || this.#keeper.ballot.round.state !== "open";
    part(this, "mark-form").hidden = away;
    part(this, "frozen").hidden = !this.#keeper.frozen || away;
    this.#sheet.show(sheet, this.#keeper.frozen, doc.first);
    showTwoMarks(this, doc, this.#keeper.frozen || away);
    if (!item && away && doc.works.length === 0) this.#works.show(doc);
  }

  #docked(): void {
    this.#dock.render(`${this.#item.doc.entry.code} · ${this.#works.title}`);
  }

  // -- marking ------------------------------------------------------------------------------------------------------

  #mark(key: string, hundredths: number | null): void {
    this.#item.sheet.mark(key, hundredths);
    void this.#keeper.edited(this.#item, SOON.mark);
  }

  /** The sheet is done: go to the next open one. With a criterion unmarked, say which. */
  async #done(): Promise<void> {
    const { sheet, doc } = this.#item;
    if (!this.#keeper.frozen && sheet.state === "open") {
      const missing = this.#keeper.ballot.round.criteria.filter(({ key }) => sheet.marks[key] === undefined);
      if (missing.length) return this.#sheet.incomplete(missing);
      this.#sheet.fresh();
      sheet.setDone(true);
      // The wish is on this device before the next entry is shown: a page that goes away right then loses nothing.
      const item = this.#item;
      await this.#keeper.edited(item, 0);
      if (item !== this.#item) return; // the juror has gone elsewhere meanwhile
    }
    const lines = this.#list.shown.length ? this.#list.shown : this.#lines();
    const next = this.#keeper.frozen ? neighbour(lines, doc.entry.code, 1) : (nextOpen(lines, doc.entry.code) ?? nextOpen(this.#lines(), doc.entry.code));
    if (next) return this.#go(next);
    this.dataset["view"] = "works";
    const over = part(this, "all-done");
    if (over.hidden) return this.#keeper.say(text("jury.last"));
    over.focus();
    over.scrollIntoView({ block: "center" });
  }

  async #aside(reason: Reason): Promise<void> {
    if (!(await ask(document.getElementById(`aside-${reason}`) as HTMLDialogElement))) return;
    const item = this.#item;
    await this.#keeper.sender.flush();
    await this.#post(`/api/v1/sheets/${item.sheet.id}/recuse`, { kind: reason });
  }

  /** The first mark is kept for good, then text and rider are shown; with a criterion unmarked, say which. */
  async #showText(): Promise<void> {
    const item = this.#item;
    const missing = this.#keeper.ballot.round.criteria.filter(({ key }) => item.sheet.marks[key] === undefined);
    if (missing.length) return this.#sheet.incomplete(missing);
    this.#sheet.fresh();
    if (item.sheet.state === "complete") (item.sheet.setDone(false), await this.#keeper.edited(item, 0));
    await this.#keeper.sender.flush();
    if (item.sheet.unsent || !(await ask(document.getElementById("show-text") as HTMLDialogElement))) return;
    const done = await this.#post(`/api/v1/sheets/${item.sheet.id}/show`, { version: item.sheet.version });
    if (done && item === this.#item) this.#works.show(item.doc);
  }

  async #return(): Promise<void> {
    const item = this.#item;
    if (!(await this.#post(`/api/v1/sheets/${item.sheet.id}/return`, {}))) return;
    if (item === this.#item) this.#works.show(item.doc);
  }

  /** One write, then the ballot anew: standing aside takes the works away, coming back brings them. */
  async #post(url: string, body: unknown): Promise<boolean> {
    try {
      await call<SavedDoc>("POST", url, body);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      part(this, "refused").textContent = sentence(problem);
      return false;
    }
    part(this, "refused").textContent = "";
    this.#works.pause();
    await this.#keeper.refresh();
    this.#focus("sheet");
    return true;
  }

  async #leave(event: Event): Promise<void> {
    event.preventDefault();
    await this.#keeper.sender.flush();
    location.assign((event.currentTarget as HTMLAnchorElement | null)?.href ?? part<HTMLAnchorElement>(this, "to-ranking").href);
  }

  async #report(sheet: string, report: unknown, keepalive: boolean): Promise<boolean> {
    try {
      await call("POST", `/api/v1/sheets/${sheet}/listening`, report, { keepalive });
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return !problem.passing && !problem.signedOut;
    }
  }

  // -- keys ---------------------------------------------------------------------------------------------------------

  async #switchKeys(box: HTMLInputElement): Promise<void> {
    this.#keys.on = box.checked;
    const note = part(this, "keys-saved");
    try {
      await call("PATCH", "/api/v1/me", { single_keys: box.checked });
      note.textContent = text(box.checked ? "jury.keys_on" : "jury.keys_off");
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      note.textContent = sentence(problem);
    }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || this.querySelector("dialog[open]")) return;
    const target = event.target as HTMLElement;
    if (target !== document.body && !this.contains(target)) return;
    const inSheet = part(this, "sheet-pane").contains(target);
    const command = this.#keys.command(event, placeOf(target), inSheet, performance.now());
    if (!command || !this.#item) return;
    event.preventDefault();
    this.#obey(command);
  };

  #obey(command: Command): void {
    const code = this.#item.doc.entry.code;
    if (command.do === "seek") this.#works.skip(command.seconds);
    else if (command.do === "digit") this.#digit(command.digit);
    else if (command.do === "toggle") this.#works.toggle();
    else if (command.do === "next-entry") this.#go(neighbour(this.#list.shown, code, 1));
    else if (command.do === "previous-entry") this.#go(neighbour(this.#list.shown, code, -1));
    else if (command.do === "next-open") this.#go(nextOpen(this.#lines(), code));
    else if (command.do === "next-work") this.#works.step(1);
    else if (command.do === "previous-work") this.#works.step(-1);
    else if (command.do === "note") (this.dataset["view"] = "sheet"), this.#sheet.focusNote();
    else if (command.do === "leave-note") this.#sheet.leaveNote();
    else if (command.do === "done") void this.#done();
    else part<HTMLButtonElement>(this, "open-keys").click();
  }

  #digit(digit: number): void {
    const { sheet } = this.#item;
    if (this.#keeper.frozen || sheet.state === "recused") return;
    const given = this.#sheet.digit(digit, sheet);
    if (!given) return;
    this.#mark(given.key, given.hundredths);
    this.#keeper.say(text("jury.marked", { title: this.#sheet.title(given.key), mark: points(given.hundredths, document.documentElement.lang) }));
  }
}

function placeOf(target: HTMLElement): Place {
  if (target instanceof HTMLInputElement) {
    if (target.type === "radio") return "scale";
    if (target.type === "range") return "slider";
    return target.type === "checkbox" ? "control" : "text";
  }
  if (target.matches("textarea, select, [contenteditable]")) return "text";
  return target.closest("button, a[href], summary") ? "control" : "page";
}

define("qp-jury-room", QpJuryRoom);
