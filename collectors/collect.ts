import { collectLimits } from "./collect-limits.ts";
import type { CollectLimits } from "./collect-limits.ts";
import type { CollectOptions } from "./collect-options.ts";
import { nearDisk, patientDisk, realDisk } from "./files/index.ts";
import type { PatientDisk } from "./files/index.ts";
import {
  askBeside,
  createHandles,
  createRoster,
  followedPlace,
  fromSaved,
  holds,
  survey,
  tellBarren,
} from "./follow/index.ts";
import type { Following } from "./follow/index.ts";
import { createSaver } from "./checkpoint/saver.ts";
import { createAllowance } from "./ship/allowance.ts";
import { createReporter } from "./ship/reporter.ts";
import { createRest } from "./ship/rest.ts";
import { ship } from "./ship/ship.ts";
import { createSliceMemory } from "./slices/slice-memory.ts";

/**
 * Follows files and ships what is appended to them, until it is aborted; then what was read is sent where the bus takes it in time, positions are saved, and it resolves. Rejects with what
 * the bus cannot recover from.
 *
 * Crash at any moment: bytes behind the last checkpoint are shipped again, at the same positions of the same files. Replay: see `survey` and `ship`. Overload: the bus
 * holds it back; memory does not grow with the backlog.
 */
export async function collect(options: CollectOptions): Promise<void> {
  const { signal, sink, clock, firstStamp } = options;
  const following = await open(options);
  const hard = hardStop(signal, following.limits.drainMs);
  const saver = createSaver(options.checkpoint, following, clock);
  const reporter = createReporter(sink, options, saver);
  const rest = createRest(options, following);
  const allowance = createAllowance(clock, following.limits.bytesPerSecondMax);
  const floors = new Map<string, number>();
  const shipping = { sink, firstStamp, clock, allowance, floors, signal, hardSignal: hard.signal };
  try {
    while (!signal.aborted) {
      following.now = clock.now();
      askBeside(following);
      await survey(following);
      tellBarren(following);
      await saver.saveFirst();
      // Whoever waits for all hosts learns of those that have a backlog before the first one's is shipped.
      await reporter.send(following, nobody, hard.signal);
      const { hosts, isMore } = await ship(following, shipping);
      await reporter.send(following, hosts, hard.signal);
      await saver.saveWhenDue();
      if (!isMore) await rest();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    if (hard.signal.aborted) following.tell({ type: "left-unsent" });
  } finally {
    hard.release();
    await saver.save();
    await close(following);
  }
}

const nobody: ReadonlySet<string> = new Set();

async function open(options: CollectOptions): Promise<Following> {
  const limits = { ...collectLimits, ...options.limits };
  const startedAt = options.clock.now();
  const places = options.places.map((place) => followedPlace(place, diskOf(options, limits)));
  const following: Following = {
    options,
    limits,
    places,
    roster: createRoster(),
    handles: createHandles(limits.openFilesMax),
    reported: new Set(),
    tell: options.onEvent,
    now: startedAt,
    startedAt,
    isBarrenTold: false,
    unsaved: "no",
    hints: new Set(),
    watched: 0,
    scratch: Buffer.allocUnsafeSlow(scratchBytes),
    memory: createSliceMemory(options.sink.borrows === true),
    besides: [],
    stir: () => {},
  };
  const { files, hosts, damage } = await options.checkpoint.load();
  if (damage !== "") following.tell({ type: "checkpoint-damaged", detail: damage });
  for (const host of reportedBefore(options, hosts)) following.reported.add(host);
  for (const saved of files) {
    following.roster.add(fromSaved(saved, places.find((place) => holds(place, saved.path)) ?? null));
  }
  return following;
}

function diskOf({ disk }: CollectOptions, { ioTimeoutMs }: CollectLimits): PatientDisk {
  return disk === undefined ? nearDisk(patientDisk(realDisk, ioTimeoutMs)) : patientDisk(disk, ioTimeoutMs);
}

function reportedBefore(
  { isKnown, defaultHost }: CollectOptions,
  saved: readonly string[],
): readonly string[] {
  if (isKnown === undefined) return saved;
  return isKnown ? [defaultHost] : [];
}

/** The head of a file, or the header and the first chunk of an .evtx. */
const scratchBytes = 128 * 1024;

/** The bus is given some time for what was read. */
function hardStop(signal: AbortSignal, drainMs: number): { signal: AbortSignal; release: () => void } {
  const hard = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    timer = setTimeout(() => hard.abort(), drainMs);
  };
  if (signal.aborted) begin();
  else signal.addEventListener("abort", begin, { once: true });
  const release = (): void => {
    signal.removeEventListener("abort", begin);
    clearTimeout(timer);
  };
  return { signal: hard.signal, release };
}

async function close({ handles, places }: Following): Promise<void> {
  for (const { folders } of places) for (const { unwatch } of folders.values()) unwatch?.();
  await handles.closeAll();
}
