/**
 * Translated texts of the page.
 *
 * Convention: the page carries one data block `<script type="application/json" id="texts">` written by
 * `{% island_texts "form" "upload" %}` (json_script, inert under a strict Content-Security-Policy). Keys are
 * dotted ("upload.paused"); the sentences live in frontend/island_texts.py, so one gettext serves pages and scripts.
 * Placeholders are named as in Python: "%(done)s of %(size)s"; "%%" is a percent sign.
 */
type Values = Record<string, string | number>;
let cached: Record<string, string> | undefined;

function all(): Record<string, string> {
  if (!cached) {
    const block = document.getElementById("texts");
    cached = block ? (JSON.parse(block.textContent ?? "{}") as Record<string, string>) : {};
  }
  return cached;
}

/** Put values in place of %(name)s; an unknown name stays visible, so that a test finds it. */
export function fill(sentence: string, values: Values = {}): string {
  return sentence.replace(/%%|%\((\w+)\)s/g, (whole, name: string) => (whole === "%%" ? "%" : name in values ? String(values[name]) : whole));
}

/** The sentence for a key; a missing key gives the key itself and a console error, which the browser tests refuse. */
export function text(key: string, values?: Values): string {
  const sentence = all()[key];
  if (sentence === undefined) {
    console.error(`No text for ${key}`);
    return key;
  }
  return fill(sentence, values);
}

/** German, English and Luxembourgish count one alone as singular, French also zero. */
export function isSingular(count: number, language: string): boolean {
  return language.startsWith("fr") ? Math.abs(count) < 2 : count === 1;
}

/** `text` of "key.one" or "key.other" with the number in %(n)s. */
export function counted(key: string, n: number): string {
  return text(`${key}.${isSingular(n, document.documentElement.lang) ? "one" : "other"}`, { n });
}
