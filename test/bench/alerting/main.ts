import { goalsTable } from "../bench-tables.ts";
import { describeMachine, thisMachine } from "../machine.ts";
import { openBench } from "../open-bench.ts";
import { printTable } from "../table.ts";
import { alertingGoals, alertingTable, measureAlerting } from "./alerting.ts";

/** A program: the alerts' part of the bench alone. */
const { folder, steps } = openBench("alerting");
process.stdout.write(`${describeMachine(thisMachine())}\n\n`);
const costs = await measureAlerting(folder, steps.begin);
steps.end();
for (const table of [alertingTable(costs), goalsTable(alertingGoals(costs))])
  process.stdout.write(`${printTable(table)}\n`);
