import { prepareServices } from "../../../deploy/dev/services/prepare-services.ts";
import { goalsTable } from "../bench-tables.ts";
import { describeMachine, thisMachine } from "../machine.ts";
import { openBench } from "../open-bench.ts";
import { printTable } from "../table.ts";
import { fleetGoals, fleetTables } from "./fleet-tables.ts";
import { measureFleet } from "./fleet.ts";

/** A program: the fleet's part of the bench alone. `--quick`: a smaller log; `--million`: a store with a million requests. */
const { folder, steps, shelf } = openBench("fleet");
process.stdout.write(`${describeMachine(thisMachine())}\n\n`);
prepareServices();
const costs = await measureFleet({
  folder,
  shelf,
  quick: process.argv.includes("--quick"),
  million: process.argv.includes("--million"),
  step: steps.begin,
});
steps.end();
for (const table of [...fleetTables(costs), goalsTable(fleetGoals(costs))])
  process.stdout.write(`${printTable(table)}\n`);
