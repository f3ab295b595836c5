import { existsSync } from "node:fs";
import { join } from "node:path";
import { lookAtFile } from "../../../processors/live.ts";
import type { StateView } from "../../fleet/state/state-view.ts";
import { cliError } from "../../errors/cli-error.ts";

/** What `up` keeps in its data folder; also while it runs. Changes nothing. */
export function boxState(folder: string): StateView {
  const path = join(folder, "scepscope.sqlite");
  if (!existsSync(path))
    throw cliError({
      code: "state.nothing-kept",
      what: `there is no state in "${folder}"`,
      remedy: "name the data folder of `scepscope up`: --data, or dataFolder in its configuration",
    });
  const { schema, partitions, requests, provisional, hosts } = lookAtFile(path);
  return {
    store: path,
    schema,
    memory: null,
    requests,
    provisional,
    hosts,
    collectedTwice: [],
    caApart: [],
    partitions: partitions.map((kept) => ({
      ...kept,
      ownedSince: null,
      reader: null,
      lag: null,
      keptUpTo: null,
      trouble: null,
    })),
    kafka: null,
  };
}
