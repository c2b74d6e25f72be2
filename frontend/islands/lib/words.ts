/** The sentence a person reads for a Problem. */
import type { Problem } from "./http.ts";
import { text } from "./texts.ts";

export function sentence(problem: Problem): string {
  if (problem.status === 0) return text(navigator.onLine ? "http.unreachable" : "http.offline");
  if (problem.signedOut) return text("http.signed_out");
  if (problem.status === 429) return text("http.too_many");
  if (problem.message) return problem.message;
  return text(problem.status >= 500 ? "http.server" : "http.refused");
}
