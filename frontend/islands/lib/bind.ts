/** Writes values of a JSON answer into marked descendants. */
export function lookup(answer: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, step) => (at === null || at === undefined ? undefined : (at as Record<string, unknown>)[step]), answer);
}

/** "hidden:done; aria-valuenow:progress" as pairs. */
export function pairs(rule: string): [attribute: string, path: string][] {
  return rule.split(";").map((one) => one.trim()).filter(Boolean).map((one) => {
    const at = one.indexOf(":");
    return [one.slice(0, at).trim(), one.slice(at + 1).trim()];
  });
}

export function bind(host: Element, answer: unknown): void {
  for (const item of host.querySelectorAll<HTMLElement>("[data-bind]")) {
    const value = lookup(answer, item.dataset["bind"]!);
    if (value !== undefined) item.textContent = value === null ? "" : String(value);
  }
  for (const item of host.querySelectorAll<HTMLElement>("[data-bind-attr]")) {
    for (const [attribute, path] of pairs(item.dataset["bindAttr"]!)) {
      const value = lookup(answer, path);
      if (value === false || value === null || value === undefined) item.removeAttribute(attribute);
      else item.setAttribute(attribute, value === true ? "" : String(value));
    }
  }
}
