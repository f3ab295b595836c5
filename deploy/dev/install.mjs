import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { pinnedNode } from "../cli/pinned-node.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const lockFile = `${repository}package-lock.json`;
const modules = `${repository}node_modules/`;
/** Holds the hash of the lock file that was installed; written last, so that an interrupted install is repeated. */
const stampFile = `${modules}.scepscope-installed`;

/** Said to the user as it is: what happened, and what to do now. */
export class InstallError extends Error {}

/** Makes `node_modules` match `package-lock.json`. Returns at once when it does. */
export async function install() {
  const wanted = lockHash();
  if (readText(stampFile) === wanted) return;
  if (!matchesLock())
    await runNpm(
      existsSync(modules) ? "node_modules does not match package-lock.json" : "nothing is installed yet",
    );
  forgetUnusableNode();
  writeFileSync(stampFile, wanted);
}

function lockHash() {
  const hash = createHash("sha256").update(readFileSync(lockFile));
  return hash.update(`${process.platform}-${process.arch}`).digest("hex");
}

function readText(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Somebody may have run npm by hand: npm's own record of what it installed tells. */
function matchesLock() {
  const installed = readText(`${modules}.package-lock.json`);
  if (installed === null) return false;
  const present = JSON.parse(installed).packages;
  return packagesOfLock().every(
    ([path, entry]) => entry.optional === true || present[path]?.version === entry.version,
  );
}

function packagesOfLock() {
  return Object.entries(JSON.parse(readFileSync(lockFile, "utf8")).packages).filter(([path]) => path !== "");
}

async function runNpm(why) {
  const started = process.hrtime.bigint();
  const paths = packagesOfLock()
    .filter(([, entry]) => entry.optional !== true)
    .map(([path]) => `${repository}${path}/package.json`);
  process.stderr.write(
    `scepscope: ${why}: running npm ci (${paths.length} packages, about 400 MB on disk with a Node of its own).\n`,
  );
  const stopProgress = showProgress(paths);
  const { code, errors } = await spawnNpm().finally(stopProgress);
  if (code !== 0) throw new InstallError(explain(code, errors));
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000_000n);
  process.stderr.write(`scepscope: installed in ${seconds} s. The next run starts at once.\n`);
}

/** On a terminal one line that moves; elsewhere a line now and then, so that a log shows that it is alive. */
function showProgress(paths) {
  const terminal = process.stderr.isTTY;
  const show = () => {
    const done = paths.filter((path) => existsSync(path)).length;
    process.stderr.write(
      terminal ? `\r  ${done} of ${paths.length} packages ` : `  ${done} of ${paths.length} packages\n`,
    );
  };
  const timer = setInterval(show, terminal ? 300 : 10_000);
  return () => {
    clearInterval(timer);
    if (terminal) process.stderr.write("\r\u001B[K");
  };
}

/**
 * How npm is started: a program, its first arguments, and options of `spawn`. It must not run in the pinned Node, which it is about to replace (Windows locks a running
 * program): under `npm run` npm tells which Node it is itself running in.
 */
export function npmCommand() {
  const byPath = process.env.npm_execpath;
  if (byPath !== undefined)
    return { program: process.env.npm_node_execpath ?? process.execPath, first: [byPath], options: {} };
  const isWindows = process.platform === "win32";
  return { program: isWindows ? "npm.cmd" : "npm", first: [], options: { shell: isWindows } };
}

function spawnNpm() {
  const args = ["ci", "--no-progress", "--loglevel=error", "--no-audit", "--no-fund"];
  const { program, first, options } = npmCommand();
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...args], {
      cwd: repository,
      stdio: ["ignore", "ignore", "pipe"],
      ...options,
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (errors = (errors + text).slice(-4000)));
    child.once("error", (error) =>
      reject(
        new InstallError(
          `npm could not be started (${error.code}).\nWhat to do: install npm, it comes with Node.`,
        ),
      ),
    );
    child.once("close", (code, signal) => resolve({ code: signal === null ? code : 130, errors }));
  });
}

/** What npm's own words mean for somebody who only wanted to run the program. */
const remedies = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i,
    "the npm registry cannot be reached: check `npm ping`; behind a proxy set `npm config set proxy URL`",
  ],
  [
    /EACCES|EPERM|EROFS/,
    "this folder cannot be written by you: clone into one of your own, or close what uses node_modules",
  ],
  [/ENOSPC/, "the disk is full: about 300 MB are needed"],
  [
    /EBADPLATFORM|notsup/i,
    `npm has no packages for ${process.platform}-${process.arch}: use Linux, macOS or Windows on x64 or arm64`,
  ],
  [/EINTEGRITY/, "a package arrived damaged: `npm cache clean --force`"],
];

function explain(code, errors) {
  const [, remedy] = remedies.find(([pattern]) => pattern.test(errors)) ?? [
    null,
    "read npm's words above; `npm ci` shows more",
  ];
  return `${errors.trimEnd()}\nscepscope: installing failed (npm ci ended with ${code}).\nWhat to do: ${remedy}. Then run the same command again.`;
}

/** A pinned Node that does not start here (musl instead of glibc) must not stand in the way of the machine's own. */
function forgetUnusableNode() {
  const path = pinnedNode();
  if (path === null || !existsSync(path) || spawnSync(path, ["--version"]).status === 0) return;
  for (const unusable of [path, `${modules}.bin/node`]) rmSync(unusable, { force: true });
}
