/** What a page and the worker that sends its files tell each other. */
import { type Body, Problem } from "../http.ts";
import type { Facts } from "./kept.ts";
import type { Before } from "./run.ts";
import type { Order, UploadDoc } from "./types.ts";

/** `facts`: the file is kept already. `page`: where its card is. `token`: against forged requests; workers see no cookies. */
export interface Start { do: "start"; file: File; order: Order; before: Before; facts: Facts | undefined; page: string; token: string; endpoint: string }
export type Command = Start | { do: "pause" | "resume" | "cancel" };

export interface Plain { status: number; body: Body; retryAfter: number | undefined }
/** `kept`: whether the browser holds the file. `failed`: by a refusal, or by an exception of that name. */
export type News =
  | { is: "opened"; doc: UploadDoc }
  | { is: "moved"; bytes: number; left: number | undefined }
  | { is: "retrying"; attempt: number; problem: Plain }
  | { is: "kept"; kept: boolean }
  | { is: "done"; doc: UploadDoc }
  | { is: "failed"; problem: Plain | undefined; name: string; message: string };

export const plain = (problem: Problem): Plain => ({ status: problem.status, body: problem.extra, retryAfter: problem.retryAfter });
export const problemOf = ({ status, body, retryAfter }: Plain): Problem => new Problem(status, body, retryAfter);
