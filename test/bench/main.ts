import { parseArgs } from "node:util";

import { readFlags } from "../../deploy/dev/read-flags.ts";
import { openBench } from "./open-bench.ts";
import { runBench } from "./run-bench.ts";

const usage = `npm run bench [-- --quick] [-- --million] [-- --json]

  --quick    bundles of 100 MB only, each run once: seven minutes instead of eleven
  --million  also a store with a million requests, and a first start with a million lines: some five minutes more
  --json     one JSON object instead of tables
`;

/** `npm run bench`: how fast, how much memory, beside what was asked for and what others need. */
await main();

async function main(): Promise<void> {
  const flags = readFlags(usage, flagsOf);
  if (flags === null) return;
  const { folder, steps, shelf } = openBench("all");
  const print = flags.json ? () => {} : (text: string) => void process.stdout.write(`${text}\n`);
  const result = await runBench({ ...flags, folder, shelf, steps, print });
  steps.end();
  if (flags.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

interface Flags {
  readonly quick: boolean;
  readonly million: boolean;
  readonly json: boolean;
}

function flagsOf(args: readonly string[]): Flags | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      million: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { help, ...flags } = values;
  return help ? null : flags;
}
