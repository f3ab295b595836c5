import { cliError } from "./cli-error.ts";
import type { CliError } from "./cli-error.ts";
import { systemReason } from "../../collectors/contract/index.ts";

/** The file that the program's own log shall go to cannot be opened for it. */
export function logNotWritable(file: string, error: unknown): CliError {
  return cliError({
    code: "log.not-writable",
    what: `the file of the log "${file}" cannot be written: ${systemReason(error)}`,
    remedy:
      "give the user of the service that right, or name another file with `log.file`; without it the log goes to standard error",
  });
}
