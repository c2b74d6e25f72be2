/** From the body of a form whose names begin with an item's index to the array that is sent. */
export type Items = Record<string, unknown>[];

/** {"0": {weight: 2}, "1": …} → [{weight: 2}, …]; `scaled`: "0.amount" → 100 sends a hundred times the number typed. */
export function arrayOf(body: Record<string, unknown>, length: number, scaled: ReadonlyMap<string, number> = new Map()): Items {
  const items = Array.from({ length }, (_, index) => ({ ...((body[String(index)] ?? {}) as Record<string, unknown>) }));
  for (const [name, factor] of scaled) {
    const [index, ...rest] = name.split(".");
    const item = items[Number(index)];
    const field = rest.join(".");
    const value = item?.[field];
    // Rounded: 10.10 euro are 1010 cents, and not 1009.9999999999999.
    if (item && typeof value === "number") item[field] = Math.round(value * factor);
  }
  for (const item of items) if (item["id"] === null || item["id"] === "") delete item["id"];
  return items;
}

/** [["a.0", 1], ["a.1", 2]] → {a: [1, 2]}: steps of digits make lists. */
export function assemble(pairs: readonly (readonly [path: string, value: unknown])[]): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const [path, value] of pairs) {
    const steps = path.split(".");
    let at: Record<string, unknown> = whole;
    steps.forEach((step, index) => {
      const next = steps[index + 1];
      if (next === undefined) at[step] = value;
      else at = (at[step] ??= /^\d+$/.test(next) ? [] : {}) as Record<string, unknown>;
    });
  }
  return whole;
}
