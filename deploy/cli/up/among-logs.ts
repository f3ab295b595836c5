import { basename, dirname } from "node:path";
import type { Place } from "../../../collectors/index.ts";
import { ownFiles, placeAround } from "../../collecting/index.ts";
import type { Config } from "../../config/index.ts";
import { cliError } from "../../errors/cli-error.ts";
import type { CliError } from "../../errors/cli-error.ts";

/** A data folder, or a file of our own log, below a folder that is followed: what we write there all the time would be looked at as logs. Null: they are apart. */
export function amongLogs({ dataFolder, log }: Config, places: readonly Place[]): CliError | null {
  const around = placeAround(dataFolder, ownFiles, places);
  if (around !== undefined)
    return cliError({
      code: "state.among-logs",
      what: `the data folder "${dataFolder}" lies in "${around.path}", which is followed: its own files would be followed as logs`,
      remedy:
        "choose one beside the logs, with `--data` or `dataFolder`, or name the folders of the logs alone",
    });
  const name = basename(log.file);
  const aroundLog = log.file === "" ? undefined : placeAround(dirname(log.file), [name, `${name}.1`], places);
  if (aroundLog === undefined) return null;
  return cliError({
    code: "log.among-logs",
    what: `the file of the log "${log.file}" lies in "${aroundLog.path}", which is followed: it would be followed as a log of the server`,
    remedy: "choose one beside these logs with `log.file`, or leave it out by `exclude` of that place",
  });
}
