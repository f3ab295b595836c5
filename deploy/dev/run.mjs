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

const scripts = new Map([
  ["start", "deploy/dev/start.ts"],
  ["test", "deploy/dev/test.ts"],
  ["check", "deploy/dev/check.ts"],
  ["fix", "deploy/dev/fix.ts"],
  ["bench", "test/bench/main.ts"],
  ["generate", "deploy/dev/generate.ts"],
  ["fleet", "deploy/dev/fleet.ts"],
  ["faults", "deploy/dev/faults.ts"],
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
  await install();
  const node = runnable();
  const path = fileURLToPath(new URL(`../../${script}`, import.meta.url));
  if (!existsSync(path))
    throw new InstallError(`There is no ${script} in this checkout.\nWhat to do: git status`);
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
