import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { simulate } from "../../test/simulation/index.ts";
import type { Simulation } from "../../test/simulation/index.ts";

/** The same example for everybody: who asks about line 3 and who answers see the same line 3. */
const seed = 7;
/** One folder per user: another's could not be written. */
const folder: string = join(tmpdir(), ["scepscope-example", process.getuid?.() ?? []].flat().join("-"));
const command: string = fileURLToPath(new URL("../cli/scepscope.mjs", import.meta.url));

start();

/** `npm start`: makes the logs of a small fleet on a bad day, analyses them, and says what to try next. */
function start(): void {
  const example = simulate("example", seed);
  const bytes = writeFiles(example);
  say(
    `Made ${example.files.length} log files (${Math.ceil(bytes / 1024)} KB) of an invented fleet in ${folder}\n`,
  );
  const { status } = spawnSync(process.execPath, [command, "analyze", folder], { stdio: "inherit" });
  // 1 says that requests have failed, which is what the example is for.
  if (status !== 0 && status !== 1) {
    process.exitCode = status ?? 2;
    return;
  }
  say(whatNext(example));
}

function writeFiles(example: Simulation): number {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, bytes, modifiedAt } of example.files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    utimesSync(target, modifiedAt / 1000, modifiedAt / 1000);
  }
  return example.files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function whatNext(example: Simulation): string {
  const failed = example.truth.requests.find(
    ({ outcome, transactionId }) => outcome === "failed" && isWritten(example, transactionId),
  );
  const webLog = example.files.find(({ path }) => path.includes("u_ex"));
  const tries = [
    ...(failed === undefined
      ? []
      : [["one request, stage by stage", `analyze ${folder} --key ${failed.transactionId}`]]),
    ["everything, for programs", `analyze ${folder} --json`],
    ...(webLog === undefined ? [] : [["what a reader sees", `records ${join(folder, webLog.path)}`]]),
    ["your own logs: a folder, a .zip, single files", "analyze PATH"],
    ["all commands", "--help"],
  ];
  const lines = tries.map(([what, command]) => `  npx scepscope ${command}\n      ${what}`);
  return `\nWhat to try next in this folder:\n\n${lines.join("\n")}\n`;
}

/** Many logs never name the transaction: only what is written somewhere can be asked for. */
function isWritten(example: Simulation, transactionId: string): boolean {
  return transactionId !== "" && example.files.some(({ bytes }) => bytes.includes(transactionId));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
