import { createLog } from "../../deploy/runtime/log.ts";
import type { RootLog } from "../../deploy/runtime/log.ts";

/** A log that remembers what was said, a JSON object a line. */
export interface HeardLog {
  readonly log: RootLog;
  readonly text: () => string;
}

export function listen(): HeardLog {
  const lines: string[] = [];
  const log = createLog({
    level: "info",
    format: "json",
    isColourful: false,
    write: (text) => lines.push(text),
    now: () => 0,
    secrets: [],
  });
  return { log, text: () => lines.join("") };
}
