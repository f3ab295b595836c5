import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createLiveWriter } from "../../deploy/demo/live-writer.ts";
import { scenarios } from "../simulation/index.ts";
import type { HostPlan, Scenario } from "../simulation/index.ts";
import { upPlaceIn } from "./up-process.ts";
import type { UpPlace } from "./up-process.ts";

/** The logs of a busy fleet, and an `up` that would follow them. */
export interface LoadFolder {
  readonly root: string;
  readonly place: UpPlace;
  /** Another data folder for the same logs. */
  readonly fresh: (name: string) => UpPlace;
  /** Bytes of all its logs. */
  bytes(): number;
  remove(): void;
}

const config = `
defaultPlaces: false
live:
  lifetimeMs: 60000
  reportedMs: 10000
  allowanceMs: { iis-w3c: 5000, event-xml: 5000 }
`;

/** `extra`: more lines of the configuration. */
export function createLoadFolder(extra = ""): LoadFolder {
  const root = mkdtempSync(join(tmpdir(), "scepscope-load-"));
  const place = upPlaceIn(root);
  mkdirSync(place.folder);
  writeFileSync(place.configFile, config + extra);
  return {
    root,
    place,
    fresh: (name) => ({ ...place, dataFolder: join(root, name) }),
    bytes: () => bytesBelow(place.folder),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function bytesBelow(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((bytes, { parentPath, name }) => bytes + statSync(join(parentPath, name)).size, 0);
}

export interface Load {
  readonly seed: number;
  /** Written at once, before anything else: so that there is something that becomes final while the rest is written. */
  readonly historyMs: number;
  /** Mean distance of the devices of each host; each makes some fifty lines. */
  readonly everyMs: number;
  /** The clock of `load02` is so much ahead of that of `load01`. */
  readonly aheadMs?: number;
  /** After each step, some 20 ms after the one before: the pace of everything else. Returns false to end it. */
  readonly stepped: (step: number) => boolean;
}

/**
 * Writes until it is told to end. The stamps of the history are older than now, those of the rest are those of the clock. Status files stay where they are
 * placed: of one that was moved, who comes later sees less.
 */
export async function writeLoadInto({ place }: LoadFolder, load: Load): Promise<void> {
  const startAt = Date.now() - load.historyMs;
  const writer = createLiveWriter({
    folder: place.folder,
    awayFolder: place.folder,
    scenario: loadScenario(load, startAt),
    seed: load.seed,
    webBufferMs: 0,
    keptMs: 6 * 3_600_000,
    pluginBytesMax: 64 * 2 ** 20,
    traceBytesMax: 64 * 2 ** 20,
  });
  for (let step = 1, isMore = true; isMore; step += 1) {
    writer.advance(Date.now());
    await pause(stepMs);
    isMore = load.stepped(step);
  }
}

const stepMs = 20;

const courses = [
  ["success", 80],
  ["expired", 5],
  ["no-signing-certificate", 5],
  ["template-unsupported", 5],
  ["http-500", 5],
] as const;

function loadScenario({ everyMs, aheadMs = 0 }: Load, startAt: number): Scenario {
  const [calm] = scenarios["calm-legacy"].hosts;
  if (calm === undefined) throw new Error("the simulator knows no calm host");
  const phases = [{ lengthMs: 1e9, everyMs, courses, uploadsRest: true }];
  const plan = (name: string, connector: HostPlan["connector"]): HostPlan => ({
    ...calm,
    name,
    connector,
    courses,
    noiseEveryMs: 0,
    biasMinutes: 0,
    threads: 1000,
    arrivals: { kind: "phases", phases },
  });
  const clocks = [{ source: "all", offsetMs: aheadMs, stepAt: null, stepMs: 0 }] as const;
  return {
    name: "load",
    startAt,
    tornEnds: false,
    hosts: [plan("load01", "legacy"), { ...plan("load02", "unified"), clocks }],
    lookBackMs: 12_000,
  };
}
