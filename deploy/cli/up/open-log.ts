import { openSecretRemedy, secretFiles } from "../../config/index.ts";
import type { Config } from "../../config/index.ts";
import { isCliError } from "../../errors/cli-error.ts";
import { logNotWritable } from "../../errors/log-not-writable.ts";
import { systemClock } from "../../runtime/clock.ts";
import { logFileWriter } from "../../runtime/log-file.ts";
import { createLog, standardErrorWriter } from "../../runtime/log.ts";
import type { RootLog } from "../../runtime/log.ts";
import { asCalled } from "../as-called.ts";
import { storeRemedy } from "../store-remedy.ts";
import { terminalFacts, terminalOf } from "../../runtime/terminal.ts";

/** What a command logs to, and whether that is a file, of which nobody sees what goes to standard error. */
export interface CommandLog extends RootLog {
  readonly isFile: boolean;
}

/**
 * Our own log: for people on a terminal, else JSON. `secrets` never come out of it; the first that it says is which of the files that hold such are open to all. Throws a
 * `CliError` where the file that it shall go to cannot be written.
 */
export function openLog(
  config: Config,
  flags: { readonly color?: boolean },
  secrets: readonly (string | null)[],
): CommandLog {
  const { isColourful, isWatched } = terminalOf(terminalFacts(), flags);
  const { level, format, file } = config.log;
  const isFile = file !== "";
  const isForPeople = isWatched && !isFile;
  const log = createLog({
    level,
    format: format === "auto" ? (isForPeople ? "text" : "json") : format,
    isColourful: isColourful && isForPeople,
    write: isFile
      ? fileWriter(config, (count, error) =>
          log.warn("lines of this log could not be written", { lines: count, error }),
        )
      : standardErrorWriter(),
    now: () => systemClock.now(),
    asCalled: (remedy) => asCalled(remedy),
    secrets: secrets.flatMap((secret) => (secret === null || secret === "" ? [] : [secret])),
  });
  for (const open of secretFiles(config).open)
    log.warn("every user of this machine may read a file with a secret", {
      setting: open.setting,
      file: open.file,
      remedy: openSecretRemedy,
    });
  return { ...log, isFile };
}

/** Does what a command does until it is stopped, and closes its log. What ends it by an error stands in a log that is a file as well. */
export async function underLog<Result>(log: CommandLog, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (log.isFile) log.error("ended by an error", { error, remedy: remedyOf(error) });
    throw error;
  } finally {
    log.close();
  }
}

function remedyOf(error: unknown): string | undefined {
  return isCliError(error) ? error.remedy : storeRemedy(error, process.argv[2] ?? null)?.remedy;
}

function fileWriter(
  { log: { file, fileBytesMax, filesMax } }: Config,
  afterLoss: (count: number, error: unknown) => void,
): (lines: string) => void {
  try {
    return logFileWriter({ path: file, bytesMax: fileBytesMax, filesMax, afterLoss });
  } catch (error) {
    throw logNotWritable(file, error);
  }
}
