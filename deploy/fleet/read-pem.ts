import { readFileSync } from "node:fs";
import { cliError } from "../errors/cli-error.ts";

/** The certificates or the key that a setting names; null: it names no file. Throws a `CliError` (`config.secret`) when the file cannot be read. */
export function readPem(setting: string, file: string): string | null {
  if (file === "") return null;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw cliError({
      code: "config.secret",
      what: `${setting} "${file}" cannot be read: ${error instanceof Error ? error.message : "it failed"}`,
      remedy: "name a file in PEM that is there, and that the user of the service may read",
    });
  }
}
