import type { Unreadable } from "../../../collectors/index.ts";
import type { Finding } from "../../../processors/index.ts";

/** Takes what an analysis finds and tells it, as text or as JSON. */
export interface Report {
  take(finding: Finding): void;
  /** A file that could not be read, or not to its end; `offset` is where. */
  takeUnreadable(unreadable: Unreadable, offset: number): void;
  /** Everything was taken. Gives the exit code: 1 when something failed, else 0. */
  finish(): Promise<number>;
  close(): void;
}

/** What to do with a file that may be a log in a form that is not read, such as one packed with gzip; `""`: nothing. */
export function hintOf({ reason, bytes, detail }: Unreadable): string {
  return reason === "file.unknown-format" && bytes > 0 ? detail : "";
}
