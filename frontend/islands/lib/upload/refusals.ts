/** What a refused upload means and what to do about it, in one or two sentences. */
import { megabytes } from "../format.ts";
import type { Problem } from "../http.ts";
import { text } from "../texts.ts";
import { sentence } from "../words.ts";

/** `audio`: a recording, which a lossless format makes smaller. */
export function refusal(problem: Problem, audio: boolean, language: string): string {
  const { code, extra, status } = problem;
  const size = (name: string): string => megabytes(Math.max(0, Number(extra[name]) || 0), language);
  if (code === "too_large" && extra["max_bytes"]) return tooLarge(Number(extra["max_bytes"]), audio, language);
  if (status === 413) return text("upload.part_too_large");
  if (code === "unsupported_type") return `${sentence(problem)} ${text("upload.do_export")}`;
  if (code === "quota_exceeded") {
    const left = megabytes(Math.max(0, Number(extra["quota"]) - Number(extra["used"])), language);
    return `${text("upload.quota", { left, all: size("quota") })}${audio ? ` ${text("upload.do_flac")}` : ""}`;
  }
  if (status === 507) return text("upload.no_room");
  if (status === 404) return text("upload.gone");
  return sentence(problem);
}

export function tooLarge(most: number, audio: boolean, language: string): string {
  const said = text("upload.too_large", { max: megabytes(most, language) });
  return audio ? `${said} ${text("upload.do_flac")}` : said;
}

/** Why the next try starts by itself. */
export function trying(problem: Problem, attempt: number, tries: number, online: boolean): string {
  if (!online) return text("upload.offline");
  const busy = problem.status === 429 || problem.status >= 500;
  return text(busy ? "upload.busy" : "upload.retrying", { attempt, tries });
}
