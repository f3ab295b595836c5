import { cliError } from "./cli-error.ts";
import type { CliError } from "./cli-error.ts";

/** A data folder that cannot be made or written to, whoever needs it. */
export function notWritable(folder: string, error: unknown): CliError {
  const reason = error instanceof Error ? error.message : String(error);
  return cliError({
    code: "state.not-writable",
    what: `the data folder "${folder}" cannot be written to: ${reason}`,
    remedy: "give the user of the service that right, or choose another with `--data` or `dataFolder`",
  });
}
