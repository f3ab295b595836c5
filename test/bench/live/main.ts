import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBundleShelf } from "../bundle-shelf.ts";
import { describeMachine, thisMachine } from "../machine.ts";
import { killRunning } from "../run-measured.ts";
import { createSteps } from "../steps.ts";
import { printTable } from "../table.ts";
import { liveTables } from "./live-tables.ts";
import { measureLive } from "./live.ts";

/** A program: the live part of the bench alone. `--million`: with a million lines of history. */
const folder = mkdtempSync(join(tmpdir(), "scepscope-bench-live-"));
process.once("exit", () => {
  killRunning();
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
const steps = createSteps(process.stderr.isTTY ? (text) => void process.stderr.write(text) : null);
const shelf = createBundleShelf(join(folder, "bundles"), steps.begin);
process.stdout.write(`${describeMachine(thisMachine())}\n\n`);
const costs = await measureLive({
  folder,
  shelf,
  million: process.argv.includes("--million"),
  step: steps.begin,
});
steps.end();
for (const table of liveTables(costs)) process.stdout.write(`${printTable(table)}\n`);
