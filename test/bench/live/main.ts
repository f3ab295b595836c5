import { describeMachine, thisMachine } from "../machine.ts";
import { openBench } from "../open-bench.ts";
import { printTable } from "../table.ts";
import { liveTables } from "./live-tables.ts";
import { measureLive } from "./live.ts";

/** A program: the live part of the bench alone. `--million`: with a million lines of history. */
const { folder, steps, shelf } = openBench("live");
process.stdout.write(`${describeMachine(thisMachine())}\n\n`);
const costs = await measureLive({
  folder,
  shelf,
  million: process.argv.includes("--million"),
  step: steps.begin,
});
steps.end();
for (const table of liveTables(costs)) process.stdout.write(`${printTable(table)}\n`);
