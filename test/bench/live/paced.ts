import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Commit, Owned } from "../../../processors/contract/index.ts";
import { keeperLimits, openSqliteStore } from "../../../processors/live.ts";
import { openKeeper } from "../../../processors/keeper/keeper.ts";
import type { Keeper } from "../../../processors/keeper/keeping.ts";
import { readConfig } from "../../../deploy/config/index.ts";
import { partitionOptionsOf } from "../../../deploy/up/limits.ts";
import { createLoadTicks } from "./load-ticks.ts";
import type { Load, LoadTicks } from "./load-ticks.ts";

/**
 * The processors with their store at a given rate, on a clock of their own processor time: it stands still while another process has the core, and jumps over the time in
 * which nothing is due. So it tells what one core, left alone, would show, however busy the machine is. Without collectors and without the API.
 */
export interface PacedCost {
  readonly linesPerSecond: number;
  readonly hosts: number;
  readonly records: number;
  /** Processor time, as a share of one core, of everything and of its parts. */
  readonly share: number;
  readonly takeShare: number;
  readonly showShare: number;
  readonly keepShare: number;
  readonly stateBytes: number;
  /** From the moment when it was shipped until a line is in a request in the store. `bound`: without the calls before an operation, which have no request before it comes. */
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly boundP99Ms: number;
  /** Share of the records that were in a request at the end, of those that were written after the warm-up. */
  readonly shown: number;
  /** Records decided to be shown, neighbours and repeats among them, for each that came in: the same whatever else the machine does, but for how often there was time to show. */
  readonly decidedPerRecord: number;
}

interface Run {
  readonly load: Load;
  readonly made: LoadTicks;
  readonly clock: { now(): number; skip(ms: number): void };
  readonly spentMs: { take: number; show: number; keep: number };
  readonly waits: number[];
  readonly bound: number[];
  readonly seen: Set<string>;
  stateBytes: number;
  previewed: number;
}

export async function measurePaced(load: Load): Promise<PacedCost> {
  const made = createLoadTicks(load);
  const folder = mkdtempSync(join(tmpdir(), "scepscope-bench-paced-"));
  const clock = createClock((made.ticks[0]?.at ?? 0) - 100);
  const run: Run = {
    load,
    made,
    clock,
    spentMs: { take: 0, show: 0, keep: 0 },
    waits: [],
    bound: [],
    seen: new Set(),
    stateBytes: 0,
    previewed: 0,
  };
  const store = openSqliteStore({
    path: join(folder, "store.sqlite"),
    fileBytesMax: null,
    ageMsMax: null,
    bytesMax: null,
    now: () => clock.now(),
    onEvent: () => {},
  });
  try {
    await drive(run, await openWatched(run, await store.own("all")));
    return costOf(run);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function createClock(startAt: number): Run["clock"] {
  let offset = startAt - cpuMs();
  return {
    now: () => offset + cpuMs(),
    skip: (ms) => {
      offset += ms;
    },
  };
}

async function openWatched(run: Run, owned: Owned): Promise<Keeper> {
  const watched: Owned = {
    ...owned,
    commit: async (commit) => {
      await owned.commit(commit);
      note(run, commit);
    },
  };
  return openKeeper(watched, {
    partition: partitionOptionsOf(readConfig(null, {}), "UTC"),
    limits: keeperLimits,
    clock: run.clock,
    wake: async () => {},
    signal: new AbortController().signal,
    onEvent: () => {},
  });
}

/** Calls before a PKIOperation are bound when it has come. */
const preludes: ReadonlySet<string> = new Set(["contact.capabilities", "contact.ca-certificate"]);

/** What is measured begins when the compiler has learned its part. */
const warmUpShare = 0.4;

function note({ load, made, clock, waits, bound, seen }: Run, { requests }: Commit): void {
  const [now, before] = [clock.now(), cpuMs()];
  const from = (made.ticks[0]?.at ?? 0) + load.seconds * 1000 * warmUpShare;
  for (const { path, offset, length, kind } of requests.flatMap(({ view }) => view.evidence)) {
    const name = `${path}\n${offset}`;
    if (seen.has(name)) continue;
    seen.add(name);
    const at = made.writtenAt(path, offset + length);
    if (at === null || at < from) continue;
    waits.push(now - at);
    if (!preludes.has(kind)) bound.push(now - at);
  }
  clock.skip(before - cpuMs());
}

async function drive(run: Run, keeper: Keeper): Promise<void> {
  const { clock, made, spentMs } = run;
  let next = 0;
  const keepDue = async (): Promise<void> => {
    const [before, keptAt] = [cpuMs(), keeper.health().checkpointAt];
    await keeper.keepDue();
    const part = keeper.health().checkpointAt === keptAt ? "show" : "keep";
    spentMs[part] += cpuMs() - before;
    run.stateBytes = keeper.health().stateBytes;
  };
  while (next < made.ticks.length) {
    const { at = 0, shipments = [] } = made.ticks[next] ?? {};
    const waitMs = at - clock.now();
    if (waitMs <= 0) {
      next += 1;
      const before = cpuMs();
      keeper.take({
        partition: "all",
        shipments,
        waiting: 0,
        position: `paced ${next}`,
        done: async () => {},
      });
      spentMs.take += cpuMs() - before;
    } else clock.skip(Math.min(waitMs, keeper.dueMs() ?? waitMs));
    await keepDue();
  }
  run.previewed = keeper.partition.health().previewed;
}

function costOf({ load, made, spentMs, waits, bound, stateBytes, previewed }: Run): PacedCost {
  const ms = load.seconds * 1000;
  const { take, show, keep } = spentMs;
  return {
    linesPerSecond: load.linesPerSecond,
    hosts: load.hosts,
    records: made.records,
    share: (take + show + keep) / ms,
    takeShare: take / ms,
    showShare: show / ms,
    keepShare: keep / ms,
    stateBytes,
    medianMs: shareOf(waits, 0.5),
    p99Ms: shareOf(waits, 0.99),
    boundP99Ms: shareOf(bound, 0.99),
    shown: waits.length / (made.records * (1 - warmUpShare)),
    decidedPerRecord: previewed / made.records,
  };
}

export function shareOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

if (import.meta.main) {
  const [linesPerSecond = 5000, hosts = 16, seconds = 20] = process.argv.slice(2).map(Number);
  process.stdout.write(`${JSON.stringify(await measurePaced({ linesPerSecond, hosts, seconds }))}\n`);
}
