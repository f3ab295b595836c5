import type { Config } from "../../config/index.ts";
import { redisOptions } from "../../fleet/redis-options.ts";
import type { FleetSecrets } from "../../fleet/state/index.ts";
import type { Output } from "../output.ts";
import { confirm } from "./confirm.ts";

export interface RebuildOptions {
  readonly config: Config;
  readonly secrets: FleetSecrets;
  /** Null: all that the store knows. */
  readonly partition: string | null;
  readonly isConfirmed: boolean;
}

/** Makes the state of partitions go, after it was confirmed. Exit code 0: done; 1: it was not wanted. Throws a `CliError` where Kafka does not answer: what goes could not come again. */
export async function rebuild(options: RebuildOptions, output: Output): Promise<number> {
  const { config, secrets } = options;
  const fleet = await import("../../fleet/state/index.ts");
  const store = fleet.openStoreToLook(redisOptions(config, secrets.redis));
  try {
    const named = (await fleet.partitionsNamed(store, options.partition)).map(({ partition }) => partition);
    await fleet.askTopic(config, secrets.kafka);
    if (!options.isConfirmed && !(await confirm(questionOf(named), "add --yes"))) return 1;
    for (const partition of named) {
      await fleet.rebuildState(store, partition);
      await output.write(
        `${partition}: its state is gone; its owner begins with the oldest message that Kafka holds\n`,
      );
    }
    return 0;
  } finally {
    await store.close();
  }
}

function questionOf(named: readonly string[]): string {
  return `The state of ${named.join(", ")} goes and is made again from what Kafka holds. Final requests stay as they are, also those that Kafka cannot bring again; requests that were open and began before its oldest message are lost, and totals of metrics count what it holds.`;
}
