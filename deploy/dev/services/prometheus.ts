import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findProgram } from "./find-program.ts";
import { freePort } from "./free-ports.ts";

/** What Debian's packages prometheus and prometheus-alertmanager bring. */
export type ProgramName = "prometheus" | "promtool" | "prometheus-alertmanager" | "amtool";

/** Path of a program that tests run as it is; without it the test fails, and says what to do. */
export function programPath(name: ProgramName): string {
  const path = findProgram(name === "prometheus-alertmanager" ? [name, "alertmanager"] : [name]);
  if (path !== null) return path;
  throw new Error(
    `rules, routes and dashboards are tested with the real ${name}, which is not installed. What to do: install it (Debian and Ubuntu: apt-get install prometheus prometheus-alertmanager) and run the test again`,
  );
}

/** A service that runs; whoever started it stops it. */
export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

export interface RunPlace {
  /** A folder of its own: configuration, state and log are below it. */
  readonly folder: string;
  /** Text of the configuration file. */
  readonly config: string;
  /** More options of the command line. */
  readonly args?: readonly string[];
  /** Where one that was stopped was found: for one that comes back. Left out: a free port. */
  readonly address?: string;
}

/** Ready when it returns; on a free port of this machine. */
export async function startPrometheus(place: RunPlace): Promise<Running> {
  return await start("prometheus", place, (address) => [
    `--storage.tsdb.path=${join(place.folder, "state")}`,
    `--web.listen-address=${address}`,
    // What fires before Alertmanager is known is told again soon, not a minute later.
    "--rules.alert.resend-delay=1s",
    "--log.level=warn",
  ]);
}

/** The same; without the gossip of a cluster. */
export async function startAlertmanager(place: RunPlace): Promise<Running> {
  return await start("prometheus-alertmanager", place, (address) => [
    `--storage.path=${join(place.folder, "state")}`,
    `--web.listen-address=${address}`,
    "--cluster.listen-address=",
    "--log.level=warn",
  ]);
}

async function start(
  program: "prometheus" | "prometheus-alertmanager",
  { folder, config, args = [], address: before }: RunPlace,
  argsOf: (address: string) => readonly string[],
): Promise<Running> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "config.yaml");
  writeFileSync(file, config);
  // Neither program can be given port 0 and asked for the port that it took.
  const address = before ?? `127.0.0.1:${await freePort()}`;
  const child = spawn(programPath(program), [`--config.file=${file}`, ...argsOf(address), ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  let isOver = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4000)));
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      isOver = true;
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  const url = `http://${address}`;
  if (await isReady(`${url}/-/ready`, () => isOver)) return { url, stop };
  await stop();
  throw new Error(`${program} did not become ready: ${said}`);
}

const readyMsMax = 30_000;

async function isReady(url: string, isOver: () => boolean): Promise<boolean> {
  const until = performance.now() + readyMsMax;
  while (performance.now() < until && !isOver()) {
    const answered = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return true;
    await wait(50);
  }
  return false;
}
