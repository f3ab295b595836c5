import { resolve } from "node:path";
import { readKafkaSecret, readRedisSecrets } from "../config/index.ts";
import { cliError } from "../errors/cli-error.ts";
import { effectiveConfig } from "./effective-config.ts";
import type { ConfigFlags } from "./effective-config.ts";
import type { Output } from "./output.ts";
import { boxState } from "./state/box-state.ts";
import type { FleetSecrets } from "../fleet/state/index.ts";
import { rebuild } from "./state/rebuild.ts";
import { renderState } from "./state/render-state.ts";

export interface StateFlags extends Pick<ConfigFlags, "config" | "kafka" | "redis"> {
  /** Of one box. */
  readonly data?: string;
  readonly partition?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Shows what is kept and how far it has come, or makes the state of partitions go. Exit code 0: shown, or done; 1: not confirmed. */
export async function stateCommand(
  action: "rebuild" | undefined,
  flags: StateFlags,
  output: Output,
): Promise<number> {
  const config = effectiveConfig({ config: flags.config, kafka: flags.kafka, redis: flags.redis });
  if (action === "rebuild") {
    if (flags.data !== undefined) throw onlyForFleets();
    const { partition = null, yes = false } = flags;
    return rebuild({ config, secrets: secretsOf(config), partition, isConfirmed: yes }, output);
  }
  const view = flags.data === undefined ? await ofFleet(config) : boxState(resolve(flags.data));
  await output.write(flags.json === true ? `${JSON.stringify(view)}\n` : renderState(view));
  return 0;
}

async function ofFleet(config: ReturnType<typeof effectiveConfig>): Promise<ReturnType<typeof boxState>> {
  const { fleetState } = await import("../fleet/state/index.ts");
  return fleetState(config, secretsOf(config));
}

function secretsOf(config: ReturnType<typeof effectiveConfig>): FleetSecrets {
  return { redis: readRedisSecrets(config, process.env), kafka: readKafkaSecret(config, process.env) };
}

function onlyForFleets(): Error {
  return cliError({
    code: "usage.arguments",
    what: "`state rebuild` is for a fleet, whose messages are in Kafka",
    remedy:
      "for one box: stop `scepscope up`, move its data folder away, and start it again: it reads the logs anew",
  });
}
