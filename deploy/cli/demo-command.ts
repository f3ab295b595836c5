import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { demoZone, writeLive } from "../demo/index.ts";
import { stopSignal, systemClock, wakeAfter } from "../runtime/clock.ts";
import { terminalFacts, terminalOf } from "../runtime/terminal.ts";
import { livePlaces, startUp } from "../up/index.ts";
import type { Up } from "../up/index.ts";
import { demoText, statusLine } from "./demo/demo-text.ts";
import type { Output } from "./output.ts";
import { openLog } from "./up-command.ts";
import { withListen } from "./up/listen-option.ts";

export interface DemoFlags {
  readonly speed: number;
  readonly listen?: string;
  readonly seed: number;
  readonly keep?: boolean;
  readonly color?: boolean;
}

/** Runs `up` on an invented fleet that writes real log files, until it is stopped. Everything lies in a folder of its own, which goes at the end. */
export async function demoCommand(flags: DemoFlags, output: Output): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-demo-"));
  const config = demoConfig(folder, flags.listen);
  const log = openLog(config, flags, []);
  const stop = stopSignal();
  try {
    const writing = writeStory(folder, flags, { output, signal: stop.signal });
    const up = await startUp({
      config,
      secrets: { token: null, pseudonymKey: null },
      places: livePlaces([logsIn(folder)], config, process.env),
      zone: demoZone,
      log,
      clock: systemClock,
      wake: wakeAfter,
      signal: stop.signal,
    });
    await output.write(demoText.welcome(up.url, logsIn(folder)));
    await Promise.all([up.ended, writing, watch(up, stop.signal)]);
    await output.write(demoText.farewell(flags.keep === true ? folder : null));
    return 0;
  } finally {
    stop.abort();
    log.close();
    if (flags.keep !== true) rmSync(folder, { recursive: true, force: true });
  }
}

function logsIn(folder: string): string {
  return join(folder, "logs");
}

function writeStory(
  folder: string,
  { seed, speed }: DemoFlags,
  { output, signal }: { readonly output: Output; readonly signal: AbortSignal },
): Promise<void> {
  const awayFolder = join(folder, "away");
  for (const path of [logsIn(folder), awayFolder]) mkdirSync(path);
  return writeLive({
    folder: logsIn(folder),
    awayFolder,
    seed,
    speed,
    now: () => systemClock.now(),
    wake: wakeAfter,
    signal,
    onPhase: (phase) => void output.write(demoText.phase(phase)),
  });
}

function demoConfig(folder: string, listen: string | undefined): Config {
  const usual = readConfig(null, {});
  // Its writers hold nothing back, so the page need not wait for them.
  const allowanceMs = {
    ...usual.live.allowanceMs,
    "iis-w3c": 2000,
    httperr: 2000,
    evtx: 2000,
    "event-xml": 2000,
  };
  const config: Config = {
    ...usual,
    dataFolder: join(folder, "state"),
    defaultPlaces: false,
    zones: [{ host: "ndes01", zone: "+01:00" }, ...usual.zones],
    live: { ...usual.live, allowanceMs },
    log: { ...usual.log, level: "warn" },
  };
  return listen === undefined ? config : withListen(config, listen);
}

const statusEveryMs = 1000;

/** Where somebody watches, a line that is written over says how it stands. */
async function watch({ lookup }: Up, signal: AbortSignal): Promise<void> {
  const { isWatched, width } = terminalOf(terminalFacts(), {});
  if (!isWatched) return;
  while (!signal.aborted) {
    const summary = await lookup.summary({});
    process.stderr.write(`\r${statusLine(summary).slice(0, width - 1)}\x1B[K`);
    await wakeAfter(statusEveryMs, signal);
  }
  process.stderr.write("\r\x1B[K");
}
