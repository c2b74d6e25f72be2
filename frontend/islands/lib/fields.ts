/** Between form controls and the API's JSON. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
export type Value = string | number | boolean | null | string[] | unknown;

export function controls(form: HTMLFormElement): Control[] {
  const skipped = new Set(["submit", "button", "reset", "image", "file", "fieldset", "output"]);
  return [...form.elements].filter(
    (item): item is Control => "name" in item && !!item.name && !skipped.has((item as Control).type) && !(item as Control).disabled,
  );
}

/** A control's text as its JSON value. `kind`: data-type, or the input's type; empty numbers and dates are null. */
export function convert(value: string, kind: string): Value {
  if (kind === "number" || kind === "range") {
    // What is no number goes out as typed: the server says so in words.
    const number = Number(value);
    return value.trim() === "" ? null : Number.isNaN(number) ? value : number;
  }
  if (kind === "date" || kind === "datetime-local" || kind === "time" || kind === "nullable") return value === "" ? null : value;
  if (kind === "boolean") return value === "true" || value === "on" || value === "1";
  if (kind === "json") return value === "" ? null : JSON.parse(value);
  return value;
}

/** The value of all controls of one name: radios one value, a lone checkbox a boolean, several a list; others of data-type list, too. */
export function valueOf(group: Control[]): Value {
  const first = group[0]!;
  const kind = first.dataset["type"] ?? first.type;
  if (first.type === "radio") {
    const chosen = group.find((item) => (item as HTMLInputElement).checked);
    return chosen ? convert(chosen.value, kind === "radio" ? "text" : kind) : null;
  }
  if (first.type === "checkbox") {
    if (group.length === 1 && kind !== "list") return (first as HTMLInputElement).checked;
    return group.filter((item) => (item as HTMLInputElement).checked).map((item) => item.value);
  }
  if (kind === "list") return group.map((item) => item.value).filter((value) => value !== "");
  if (first instanceof HTMLSelectElement && first.multiple) return [...first.selectedOptions].map((option) => option.value);
  return convert(first.value, kind);
}

export function grouped(form: HTMLFormElement): Map<string, Control[]> {
  const groups = new Map<string, Control[]>();
  for (const item of controls(form)) groups.set(item.name, [...(groups.get(item.name) ?? []), item]);
  return groups;
}

/** The whole form as the body of a request; "credits.role" style names become nested objects. */
export function bodyOf(form: HTMLFormElement): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, group] of grouped(form)) place(body, name, valueOf(group));
  return body;
}

/** Set body.a.b.c for the name "a.b.c". */
export function place(body: Record<string, unknown>, name: string, value: unknown): void {
  const steps = name.split(".");
  const last = steps.pop()!;
  let at = body;
  for (const step of steps) at = (at[step] ??= {}) as Record<string, unknown>;
  at[last] = value;
}

/** Write a JSON value back into the controls of a name (the other text of a conflict). */
export function setValue(group: Control[], value: unknown): void {
  for (const item of group) {
    if (item instanceof HTMLInputElement && (item.type === "radio" || item.type === "checkbox")) {
      item.checked = Array.isArray(value) ? value.map(String).includes(item.value) : item.type === "checkbox" && group.length === 1 ? Boolean(value) : String(value) === item.value;
    } else item.value = value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  }
}
