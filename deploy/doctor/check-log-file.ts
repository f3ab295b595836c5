import { closeSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { logNotWritable } from "../errors/log-not-writable.ts";
import { makeFolder } from "../runtime/make-folder.ts";
import { ok } from "./finding.ts";
import type { Finding } from "./finding.ts";

const area = "own log";

/** Whether this user can write the program's own log to `log.file`; `""` is none, and nothing to look at. Leaves nothing behind, and of a file that is there not a byte changed. */
export function checkLogFile(file: string): readonly Finding[] {
  if (file === "") return [];
  try {
    const made = makeFolder(dirname(file));
    try {
      tryToOpen(file);
      return [ok(area, `${file} can be written to`)];
    } finally {
      if (made !== null) rmSync(made, { recursive: true, force: true });
    }
  } catch (error) {
    const { message, remedy } = logNotWritable(file, error);
    return [{ area, level: "bad", what: message, remedy }];
  }
}

function tryToOpen(file: string): void {
  const made = openOnlyIfMissing(file);
  closeSync(made ?? openSync(file, "a+"));
  if (made !== null) rmSync(file, { force: true });
}

function openOnlyIfMissing(file: string): number | null {
  try {
    return openSync(file, "ax", 0o640);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return null;
    throw error;
  }
}
