/** "/applications/{id}/" with the answer's own values, each encoded; an address without a value stays as it is. */
export function address(pattern: string, answer: Record<string, unknown>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => (name in answer ? encodeURIComponent(String(answer[name])) : whole));
}
