import type { Observation } from "../contract/index.ts";
import type { Cluster, Member } from "./cluster.ts";
import type { Fragment } from "./fragment.ts";
import { addToLane, createLane, doneThrough, giveBack, takeChunk } from "./lane.ts";
import type { Chunk, Lane } from "./lane.ts";
import { bindPreludes } from "./layers/bind-preludes.ts";
import { bindSegment } from "./layers/bind-segment.ts";
import { emptyLearned } from "./layers/layer.ts";
import { emptyHostLearned } from "./layers/segment.ts";
import type { HostLearned } from "./layers/segment.ts";
import { laneOf } from "./routes.ts";
import type { LaneName } from "./routes.ts";
import { createDeviceBook, datelessRuns, deviceRuns } from "./runs/device-runs.ts";
import type { DeviceBook } from "./runs/device-runs.ts";
import { uploads } from "./runs/uploads.ts";
import { segmentOf } from "./segment-of.ts";

/** One host's observations on their way to clusters and fragments. */
export interface HostBook {
  readonly host: string;
  readonly lanes: Readonly<Record<LaneName, Lane>>;
  readonly learned: HostLearned;
  readonly prelude: {
    readonly capabilities: ReturnType<typeof emptyLearned>;
    readonly certificate: ReturnType<typeof emptyLearned>;
  };
  /** Last time each writer was seen: only a source that is there can lack a record. */
  readonly lastSeen: Map<string, number>;
  /** What devices tell without dates. */
  readonly dateless: DeviceBook;
  /** Time of the latest record, ms UTC. */
  latestAt: number;
}

/** What a host gave since the last look. */
export interface HostYield {
  readonly clusters: Cluster[];
  readonly fragments: Fragment[];
  readonly preludes: { readonly operation: Observation; readonly members: readonly Member[] }[];
  /** Records bound to nothing, in their own right. */
  readonly unbound: Observation[];
  ambiguous: number;
}

const minute = 60_000;

export function createHostBook(host: string): HostBook {
  return {
    host,
    lanes: {
      server: createLane({
        gapMs: 3000,
        countMin: 2000,
        spanMs: 15 * minute,
        countMax: 150_000,
        reachMs: minute,
      }),
      prelude: createLane({
        gapMs: 20_000,
        countMin: 1000,
        spanMs: 15 * minute,
        countMax: 5000,
        reachMs: minute,
      }),
      upload: createLane({
        gapMs: 2000,
        countMin: 500,
        spanMs: 15 * minute,
        countMax: 5000,
        reachMs: 10 * minute,
      }),
      device: createLane({
        gapMs: 15 * minute,
        countMin: 1,
        spanMs: minute,
        countMax: 20_000,
        reachMs: 15 * minute,
      }),
    },
    learned: emptyHostLearned(),
    prelude: { capabilities: emptyLearned(), certificate: emptyLearned() },
    lastSeen: new Map(),
    dateless: createDeviceBook(),
    latestAt: Number.NEGATIVE_INFINITY,
  };
}

export function addToHost(book: HostBook, observation: Observation, found: HostYield): void {
  if (observation.at !== null && observation.trust !== "time-of-day" && observation.at > book.latestAt)
    book.latestAt = observation.at;
  const lanes = laneOf(observation);
  for (const lane of lanes) addToLane(book.lanes[lane], observation);
  if (lanes.length === 0) direct(observation, found);
}

/** Decides what no record at or after `watermark` can change. */
export function advanceHost(book: HostBook, watermark: number, found: HostYield): void {
  drain(book.lanes.server, watermark, (chunk) => serverChunk(book, chunk, found));
  drain(book.lanes.prelude, watermark, (chunk) => preludeChunk(book, chunk, found));
  drain(book.lanes.upload, watermark, (chunk) => uploadChunk(chunk, found));
  drain(book.lanes.device, watermark, (chunk) => deviceChunk(book, chunk, found));
  if (watermark === Number.POSITIVE_INFINITY) takeRuns(datelessRuns(book.dateless, [], true), found);
}

export function hostDoneThrough(book: HostBook, watermark: number): number {
  return Math.min(...Object.values(book.lanes).map((lane) => doneThrough(lane, watermark)));
}

function drain(lane: Lane, watermark: number, decide: (chunk: Chunk) => readonly Observation[]): void {
  for (let chunk = takeChunk(lane, watermark); chunk !== null; chunk = takeChunk(lane, watermark)) {
    const back = decide(chunk);
    if (back.length > 0) giveBack(lane, back);
  }
}

/** Returns what belongs to requests that begin behind a forced end, to be decided with what follows. */
function serverChunk(book: HostBook, chunk: Chunk, found: HostYield): readonly Observation[] {
  const { segment, loose } = segmentOf(book.host, chunk, book.lastSeen);
  const bound = bindSegment(segment, book.learned);
  const back: Observation[] = [];
  for (const cluster of bound.clusters) {
    if (committed(cluster.members[0]?.fragment, chunk)) found.clusters.push(cluster);
    else back.push(...cluster.members.flatMap((member) => member.fragment.observations));
  }
  for (const { fragment, holder } of bound.unbound) {
    if (committed(holder ?? fragment, chunk)) found.fragments.push(fragment);
    else back.push(...fragment.observations);
  }
  found.ambiguous += bound.ambiguous;
  found.unbound.push(...loose);
  return back;
}

function committed(fragment: Fragment | undefined, chunk: Chunk): boolean {
  return !((fragment?.start ?? 0) >= chunk.commitBefore);
}

function preludeChunk(book: HostBook, chunk: Chunk, found: HostYield): readonly Observation[] {
  const preludes = bindPreludes(chunk.observations, book.prelude);
  for (const [operation, members] of preludes.ofOperation) found.preludes.push({ operation, members });
  found.clusters.push(...preludes.alone);
  for (const fragment of preludes.unbound) found.unbound.push(...fragment.observations);
  return [];
}

function uploadChunk(chunk: Chunk, found: HostYield): readonly Observation[] {
  const { uploads: entries, loose } = uploads(chunk.observations);
  found.fragments.push(...entries);
  found.unbound.push(...loose);
  return [];
}

function deviceChunk(book: HostBook, { observations }: Chunk, found: HostYield): readonly Observation[] {
  const isDateless = observations[0]?.at === null;
  takeRuns(isDateless ? datelessRuns(book.dateless, observations, false) : deviceRuns(observations), found);
  return [];
}

function takeRuns({ runs, loose }: ReturnType<typeof deviceRuns>, found: HostYield): void {
  found.fragments.push(...runs);
  found.unbound.push(...loose);
}

/** What belongs to no request. */
function direct(observation: Observation, found: HostYield): void {
  found.unbound.push(observation);
}
