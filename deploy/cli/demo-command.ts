import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hastened } from "../../alerts/index.ts";
import { readValues } from "../alerts/index.ts";
import { readSecrets } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { demoZone } from "../demo/index.ts";
import { systemClock, wakeAfter } from "../runtime/clock.ts";
import type { RootLog } from "../runtime/log.ts";
import { stopSignal } from "../runtime/signals.ts";
import { livePlaces } from "../collecting/index.ts";
import { startUp } from "../up/index.ts";
import type { Up } from "../up/index.ts";
import { createAlertLines } from "./demo/alert-lines.ts";
import { demoConfig, logsIn } from "./demo/demo-config.ts";
import { demoText, statusLine } from "./demo/demo-text.ts";
import { openScreen } from "./demo/open-screen.ts";
import type { Screen } from "./demo/screen.ts";
import { writeStory } from "./demo/write-story.ts";
import type { Output } from "./output.ts";
import { openLog, underLog } from "./up/open-log.ts";

export interface DemoFlags {
  readonly speed: number;
  readonly listen?: string;
  readonly seed: number;
  readonly keep?: boolean;
  readonly color?: boolean;
}

/** Runs `up` on an invented fleet that writes real log files, until it is stopped. Everything lies in a folder of its own, which goes at the end. */
export async function demoCommand(flags: DemoFlags, output: Output): Promise<number> {
  // A terminal that is closed leaves nothing behind either.
  const stop = stopSignal(["SIGINT", "SIGTERM", "SIGHUP"]);
  const folder = mkdtempSync(join(tmpdir(), "scepscope-demo-"));
  const screen = openScreen(output);
  const remove = (): void => {
    if (flags.keep !== true) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  // A second Ctrl-C, or a reader of the output who has gone, ends the process on the spot.
  process.once("exit", remove);
  try {
    mkdirSync(logsIn(folder));
    await runDemo({ folder, config: demoConfig(folder, flags.listen), screen, flags, stop });
  } finally {
    remove();
  }
  await screen.say(demoText.farewell(flags.keep === true ? folder : null));
  return 0;
}

interface Demo {
  readonly folder: string;
  readonly config: Config;
  readonly screen: Screen;
  readonly flags: DemoFlags;
  readonly stop: AbortController;
}

async function runDemo(demo: Demo): Promise<void> {
  const log = openLog(demo.config, demo.flags, []);
  return underLog(log, async () => {
    await runUntilStopped(demo, await startAnywhere(demo, log));
  });
}

/** Whatever ends first ends the rest, and nobody writes any more when it is over. */
async function runUntilStopped({ folder, flags, screen, stop }: Demo, up: Up): Promise<void> {
  const { signal } = stop;
  await screen.say(demoText.welcome(up.url, logsIn(folder), flags.keep === true));
  const writing = writeStory(folder, flags, {
    signal,
    onPhase: (caption) => void screen.say(`${caption}\n`),
  });
  const parts = [up.ended, writing, watch(up, screen, signal)].map((part) =>
    part.finally(() => stop.abort()),
  );
  await Promise.allSettled(parts);
  screen.clear();
  await Promise.all(parts);
}

/** Its usual port may be that of a scepscope at work: nobody has asked for this one, so any other does as well. */
async function startAnywhere(demo: Demo, log: RootLog): Promise<Up> {
  try {
    return await start(demo, demo.config, log);
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "listen.in-use";
    if (!isTaken || demo.flags.listen !== undefined) throw error;
    const { host, port } = demo.config.listen;
    await demo.screen.say(demoText.isTaken(`${host}:${port}`));
    return start(demo, { ...demo.config, listen: { ...demo.config.listen, port: 0 } }, log);
  }
}

function start({ folder, stop, flags }: Demo, config: Config, log: RootLog): Promise<Up> {
  return startUp({
    config,
    secrets: readSecrets(config, process.env),
    // What an alert waits for is a part of the story.
    alertValues: hastened(readValues(null), flags.speed),
    places: livePlaces([logsIn(folder)], config, process.env),
    zone: demoZone,
    log,
    clock: systemClock,
    wake: wakeAfter,
    signal: stop.signal,
  });
}

const statusEveryMs = 1000;

async function watch({ lookup, alerts }: Up, screen: Screen, signal: AbortSignal): Promise<void> {
  const alertLines = createAlertLines();
  while (!signal.aborted) {
    const firing = alerts();
    const news = alertLines(firing);
    if (news !== "") await screen.say(news);
    const summary = await lookup.summary({});
    // The history is not read yet: that there are none would not be true.
    if (summary.requests > 0) await screen.status(statusLine(summary, firing.length), systemClock.now());
    await wakeAfter(statusEveryMs, signal);
  }
}
