#!/usr/bin/env node
/**
 * The command `scepscope`. Plain JavaScript, so that any Node can start it; the program itself is TypeScript and wants Node 24.
 * It runs in this process when this Node is recent enough, else in the Node that is pinned as a dependency. What reads whole bundles gets a process of its
 * own, whose memory is kept small; what stays on starts anew in this one, on Linux, for what only a start heeds.
 */
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

import { badOption, nodeForSources, nodeMajorMin, ownMajor } from "./pinned-node.mjs";
import { plainCollection, returnedBuffers, smallHeap, smallYoung } from "./pinned-node.mjs";
import { runThrough } from "./run-through.mjs";

const main = new URL("./main.ts", import.meta.url);
const words = process.argv.slice(2);
const installed = existsSync(new URL("../../node_modules/commander/package.json", import.meta.url));
const node = nodeForSources();
/** Help is printed at once: it is worth no start of its own. */
const showsHelp = words.includes("--help") || words.includes("-h");
/** Erased and compiled sources are kept here: the command starts in half the time. In our own folder, where nobody else writes. */
const compiled = fileURLToPath(new URL("../../node_modules/.cache/scepscope/compiled", import.meta.url));

if (!installed) {
  stop("its dependencies are not installed", "run `npm ci` in the folder of the repository");
} else if (node === null) {
  stop(
    `it needs Node ${nodeMajorMin}, this is Node ${process.versions.node}, and none is packed for ${process.platform}-${process.arch}`,
    `install Node ${nodeMajorMin} or later, or run \`npm ci\` again if optional dependencies were left out`,
  );
} else if (ownMajor() < nodeMajorMin || readsBundles(words)) {
  process.exitCode = await runThrough(node, argsOfOwn(), { env: envOfOwn(), isTied: true });
  if (process.exitCode === badOption) await runHere();
} else if (staysOn(words) && canStartAnew()) {
  // In our place, with our number: whoever runs a service sees one process.
  const flags = collects(words) ? [smallYoung.atStart] : [];
  const args = [...process.execArgv, ...flags, fileURLToPath(import.meta.url), ...words];
  try {
    process.execve(node, [node, ...args], envOfOwn());
  } catch {
    // Not where the permissions of Node forbid it.
    await runHere();
  }
} else {
  await runHere();
}

/** Once: then the environment says so. Only the allocator of Linux heeds it. */
function canStartAnew() {
  const isFirst = process.env.MALLOC_ARENA_MAX === undefined;
  const isUnderstood = process.allowedNodeEnvironmentFlags.has(smallYoung.atStart.split("=")[0]);
  // A channel to whoever started us would be lost.
  const isAlone = !process.connected;
  return isFirst && isUnderstood && isAlone && process.platform === "linux" && process.execve !== undefined;
}

/** Of a process of its own. One arena of glibc's allocator instead of one a thread: what one thread frees serves the others. */
function envOfOwn() {
  const buffers = collects(words) ? returnedBuffers : {};
  return { NODE_COMPILE_CACHE: compiled, MALLOC_ARENA_MAX: "1", ...buffers, ...process.env };
}

function argsOfOwn() {
  const ownFlags = node === process.execPath ? process.execArgv : [];
  return [...ownFlags, ...flagsAtStart(), fileURLToPath(main), ...words];
}

function flagsAtStart() {
  if (collects(words)) return [...plainCollection, smallYoung.atStart];
  return readsBundles(words) ? smallHeap : [];
}

async function runHere() {
  if (collects(words)) {
    const young = process.execArgv.includes(smallYoung.atStart) ? [] : [smallYoung.running];
    for (const flag of [...plainCollection, ...young]) setFlagsFromString(flag);
  }
  module.enableCompileCache(compiled);
  process.argv[1] = fileURLToPath(main);
  process.exitCode = undefined;
  await import(main.href);
}

function readsBundles([name]) {
  return (name === "analyze" || name === "records") && !showsHelp;
}

/** What runs until it is stopped: there a start that takes a tenth of a second longer is worth a hundred MB. */
function staysOn([name]) {
  return ["collect", "up", "process", "serve"].includes(name) && !showsHelp;
}

function collects([name]) {
  return name === "collect";
}

function stop(what, remedy) {
  process.stderr.write(`scepscope cannot start: ${what}.\nWhat to do: ${remedy}.\n`);
  process.exitCode = 2;
}
