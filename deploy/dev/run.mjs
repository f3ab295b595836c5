/**
 * The way into this repository: `npm start`, `npm test` and the other scripts come through here.
 *
 * Plain JavaScript without dependencies, because it may be the very first thing to run after `git clone`:
 * it installs what is missing and then runs the wanted thing with a Node that can start TypeScript.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { nodeForSources, nodeMajorMin, ownMajor } from "../cli/pinned-node.mjs";
import { runThrough } from "../cli/run-through.mjs";
import { install, InstallError } from "./install.mjs";

const ownMajorMin = 20;

/** With `help` a script has no options of its own to tell; the others answer `--help` themselves. */
const scripts = new Map([
  ["start", { path: "deploy/dev/start.ts" }],
  [
    "test",
    {
      path: "deploy/dev/test.ts",
      help: `npm test               every check and every test but the bad worlds of a fleet; ten minutes on two cores
npm test -- PATH…      only the tests below these paths: npm test -- test/unit/processors/requests`,
    },
  ],
  [
    "check",
    {
      path: "deploy/dev/check.ts",
      help: "npm run check          format, lint, types, imports, unused code, and the tests without services",
    },
  ],
  [
    "fix",
    {
      path: "deploy/dev/fix.ts",
      help: "npm run fix            puts right what a machine can: lint and format",
    },
  ],
  ["bench", { path: "test/bench/main.ts" }],
  [
    "generate",
    {
      path: "deploy/dev/generate.ts",
      help: `npm run generate             writes the files whose truth is in the code
npm run generate -- --check  writes nothing; ends with 1 where one is out of date`,
    },
  ],
  ["fleet", { path: "deploy/dev/fleet.ts" }],
  ["release", { path: "deploy/dev/release.ts" }],
  [
    "faults",
    {
      path: "deploy/dev/faults.ts",
      help: `npm run faults             bad worlds of a fleet and a hundred kills of each process; some twelve minutes on two cores
npm run faults -- PATH…    only these: npm run faults -- test/faults/fleet-clocks.test.ts

SCEPSCOPE_KILLS    how many kills, 100
SCEPSCOPE_SEED     of the moments at which they happen; each run prints its own`,
    },
  ],
]);

const [wanted, ...args] = process.argv.slice(2);
run().then(
  (code) => (process.exitCode = code),
  (error) => {
    process.stderr.write(error instanceof InstallError ? `\n${error.message}\n` : `${error.stack}\n`);
    process.exitCode = 2;
  },
);

async function run() {
  const script = scripts.get(wanted);
  if (script === undefined) {
    throw new InstallError(
      `No script "${wanted ?? ""}". What to do: one of npm run ${[...scripts.keys()].join(" | ")}`,
    );
  }
  if (ownMajor() < ownMajorMin) {
    throw new InstallError(
      `This is Node ${process.versions.node}, too old to begin with.\n` +
        `What to do: install Node ${ownMajorMin} or later (nothing else is needed) and run the same command again.`,
    );
  }
  if (script.help !== undefined && args.some((arg) => arg === "--help" || arg === "-h")) {
    process.stdout.write(`${script.help}\n`);
    return 0;
  }
  await install();
  const node = runnable();
  const path = fileURLToPath(new URL(`../../${script.path}`, import.meta.url));
  if (!existsSync(path))
    throw new InstallError(`There is no ${script.path} in this checkout.\nWhat to do: git status`);
  return runThrough(node, [path, ...args]);
}

function runnable() {
  const node = nodeForSources();
  if (node !== null) return node;
  throw new InstallError(
    `scepscope needs Node ${nodeMajorMin}. This is Node ${process.versions.node}, and none is packed for ` +
      `${process.platform}-${process.arch}, or it was left out (npm ci --omit=optional).\n` +
      `What to do: install Node ${nodeMajorMin} or later and run the same command again.`,
  );
}
