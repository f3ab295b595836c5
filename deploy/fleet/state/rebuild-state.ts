import { StoreFenced } from "../../../processors/contract/index.ts";
import type { KeptPartition, Store } from "../../../processors/contract/index.ts";
import { cliError } from "../../errors/cli-error.ts";

/** Those that are named, all when none is. Throws a `CliError` for a name that the store does not know. */
export async function partitionsNamed(store: Store, name: string | null): Promise<readonly KeptPartition[]> {
  const kept = await store.partitions();
  const found = name === null ? kept : kept.filter(({ partition }) => partition === name);
  if (found.length > 0) return found;
  const known = kept.map(({ partition }) => partition).join(", ");
  throw cliError({
    code: "state.unknown-partition",
    what: name === null ? "the store holds no partition" : `the store holds no partition "${name}"`,
    remedy:
      known === ""
        ? "see whether the configuration names the right Redis and keyPrefix"
        : `name one of ${known}`,
  });
}

const attemptsMax = 5;

/**
 * Makes the state of a partition go, so that its next owner reads all that Kafka holds. Crash: the state is there or gone, and it may be done again. A processor that takes the
 * partition up in between fences this one: then it is done once more.
 */
export async function rebuildState(store: Store, partition: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.forgetState(partition);
    } catch (error) {
      if (!(error instanceof StoreFenced) || attempt >= attemptsMax) throw error;
    }
  }
}
