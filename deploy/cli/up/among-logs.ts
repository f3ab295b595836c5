import type { Place } from "../../../collectors/index.ts";
import { placeAround } from "../../collecting/index.ts";
import { cliError } from "../../errors/cli-error.ts";
import type { CliError } from "../../errors/cli-error.ts";

/** A data folder below a folder that is followed: its files, which change all the time, would be looked at as logs. Null: it is apart. */
export function amongLogs(dataFolder: string, places: readonly Place[]): CliError | null {
  const place = placeAround(dataFolder, places);
  if (place === undefined) return null;
  return cliError({
    code: "state.among-logs",
    what: `the data folder "${dataFolder}" lies in "${place.path}", which is followed: its own files would be followed as logs`,
    remedy:
      "choose one beside the logs, with `--data` or `dataFolder`, or name the folders of the logs alone",
  });
}
