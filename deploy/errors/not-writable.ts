import { cliError } from "./cli-error.ts";
import type { CliError } from "./cli-error.ts";
import { systemReason } from "../../collectors/contract/index.ts";

/** A data folder that cannot be made or written to, whoever needs it. */
export function notWritable(folder: string, error: unknown): CliError {
  const file = fileInTheWay(error);
  if (file !== null)
    return cliError({
      code: "state.not-writable",
      what: `the data folder "${folder}" cannot be made: "${file}" is a file`,
      remedy: "name a folder with `--data` or `dataFolder`; one that is not there is made",
    });
  return cliError({
    code: "state.not-writable",
    what: `the data folder "${folder}" cannot be written to: ${systemReason(error)}`,
    remedy: `${isFull(error) ? "make room on it" : "give the user of the service that right"}, or choose another with \`--data\` or \`dataFolder\``,
  });
}

function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}

/** What is done in a data folder; throws `notWritable` where it fails. */
export function orNotWritable<Made>(folder: string, act: (folder: string) => Made): Made {
  try {
    return act(folder);
  } catch (error) {
    throw notWritable(folder, error);
  }
}

/** A folder was to be made where a file stands. */
function fileInTheWay(error: unknown): string | null {
  const isTaken = error instanceof Error && "code" in error && error.code === "EEXIST";
  return isTaken && "path" in error && typeof error.path === "string" ? error.path : null;
}
