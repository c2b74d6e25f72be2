/** What all islands share: registration that survives two bundles on a page, and finding their parts. */
export function define(name: string, kind: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, kind);
}

/** The descendant with data-part="name"; throws, since a page without it is a defect, not a state. */
export function part<T extends Element = HTMLElement>(host: ParentNode, name: string): T {
  const found = host.querySelector<T>(`[data-part="${name}"]`);
  if (!found) throw new Error(`Part ${name} is missing`);
  return found;
}

export function maybe<T extends Element = HTMLElement>(host: ParentNode, name: string): T | null {
  return host.querySelector<T>(`[data-part="${name}"]`);
}

/** Show what belongs to `state`: children with data-show="a b" are hidden in every other state. */
export function showState(host: Element, state: string): void {
  host.setAttribute("data-state", state);
  for (const item of host.querySelectorAll<HTMLElement>("[data-show]")) {
    item.hidden = !item.dataset["show"]!.split(" ").includes(state);
  }
}

/** Clone the first element of a <template data-template="name"> inside `host`, else anywhere on the page. */
export function stamp<T extends Element = HTMLElement>(host: ParentNode, name: string): T {
  const find = (root: ParentNode) => root.querySelector<HTMLTemplateElement>(`template[data-template="${name}"]`);
  const template = find(host) ?? find(document);
  const first = template?.content.firstElementChild;
  if (!first) throw new Error(`Template ${name} is missing`);
  return first.cloneNode(true) as T;
}
