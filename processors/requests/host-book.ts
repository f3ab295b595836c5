import type { Observation } from "../contract/index.ts";
import type { Cluster, Member } from "./cluster.ts";
import type { Fragment } from "./fragment.ts";
import { createHeard, noteHeard } from "./heard.ts";
import type { Heard } from "./heard.ts";
import { addToLane, beganAt, createLane, doneThrough, giveBack, isEmpty, takeChunk } from "./lane.ts";
import type { Chunk, Lane } from "./lane.ts";
import { laneLimits } from "./lane-limits.ts";
import { bindPreludes } from "./layers/bind-preludes.ts";
import { bindSegment } from "./layers/bind-segment.ts";
import { copyLearned, emptyLearned } from "./layers/layer.ts";
import { copyHostLearned, emptyHostLearned } from "./layers/segment.ts";
import type { HostLearned } from "./layers/segment.ts";
import { withoutRepeats } from "./repeats.ts";
import { laneOf } from "./routes.ts";
import type { LaneName } from "./routes.ts";
import { createDeviceBook, datelessRuns, deviceRuns } from "./runs/device-runs.ts";
import type { DeviceBook } from "./runs/device-runs.ts";
import { uploadOf } from "./runs/upload-of.ts";
import { segmentOf } from "./segment-of.ts";
import { partsOf } from "./silences.ts";
import type { Part } from "./silences.ts";

/** One host's observations on their way to clusters and fragments. */
export interface HostBook {
  readonly host: string;
  readonly lanes: Readonly<Record<LaneName, Lane>>;
  /** Null until there is something to learn from: most hosts are devices, which never are. */
  learned: HostLearned | null;
  prelude: Parameters<typeof bindPreludes>[1] | null;
  /** Last time each writer was seen: only a source that is there can lack a record. */
  readonly lastSeen: Map<string, number>;
  /** What devices tell without dates. */
  dateless: DeviceBook | null;
  readonly heard: Heard;
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

export function createHostBook(host: string): HostBook {
  return {
    host,
    lanes: {
      server: createLane(laneLimits.server),
      prelude: createLane(laneLimits.prelude),
      device: createLane(laneLimits.device),
    },
    learned: null,
    prelude: null,
    lastSeen: new Map(),
    dateless: null,
    heard: createHeard(),
  };
}

export function emptyYield(): HostYield {
  return { clusters: [], fragments: [], preludes: [], unbound: [], ambiguous: 0 };
}

/** What was decoded may lie in the memory of what it was decoded from: what is written to from now on gets its own. And the limits are those of this program, not of the one that wrote it. */
export function ownLearned(book: HostBook): void {
  const { server, prelude, device } = book.lanes;
  server.limits = laneLimits.server;
  prelude.limits = laneLimits.prelude;
  device.limits = laneLimits.device;
  book.learned = book.learned === null ? null : copyHostLearned(book.learned);
  book.prelude =
    book.prelude === null
      ? null
      : {
          capabilities: copyLearned(book.prelude.capabilities),
          certificate: copyLearned(book.prelude.certificate),
        };
}

/** True when the observation waits for others. */
export function addToHost(book: HostBook, observation: Observation, found: HostYield): boolean {
  noteHeard(book.heard, observation);
  const lanes = laneOf(observation);
  for (const lane of lanes) addToLane(book.lanes[lane], observation);
  if (lanes.length === 0) direct(observation, found);
  return lanes.length > 0;
}

/** Decides what no record at or after `watermark` can change. */
export function advanceHost(book: HostBook, watermark: number, found: HostYield): void {
  drain(book.lanes.server, watermark, (chunk) => {
    const { observations, repeats } = withoutRepeats(chunk);
    found.unbound.push(...repeats);
    return partsOf({ ...chunk, observations }).flatMap((part) => serverPart(book, part, found));
  });
  drain(book.lanes.prelude, watermark, (chunk) => preludeChunk(book, chunk, found));
  drain(book.lanes.device, watermark, (chunk) => deviceChunk(book, chunk, found));
  if (watermark === Number.POSITIVE_INFINITY && book.dateless !== null)
    takeRuns(datelessRuns(book.dateless, [], true), found);
}

export function hostDoneThrough(book: HostBook, watermark: number): number {
  const { server, prelude, device } = book.lanes;
  return Math.min(
    doneThrough(server, watermark),
    doneThrough(prelude, watermark),
    doneThrough(device, watermark),
  );
}

export function isIdle({ lanes: { server, prelude, device } }: HostBook): boolean {
  return isEmpty(server) && isEmpty(prelude) && isEmpty(device);
}

function drain(lane: Lane, watermark: number, decide: (chunk: Chunk) => readonly Observation[]): void {
  for (let chunk = takeChunk(lane, watermark); chunk !== null; chunk = takeChunk(lane, watermark)) {
    const back = decide(chunk);
    if (back.length > 0) giveBack(lane, back);
  }
}

/** Returns what belongs to requests that begin behind a forced end, to be decided with what follows. */
function serverPart(book: HostBook, part: Part, found: HostYield): readonly Observation[] {
  const { segment, loose } = segmentOf(book.host, part, book.lastSeen);
  const bound = bindSegment(segment, (book.learned ??= emptyHostLearned()));
  const back: Observation[] = [];
  for (const cluster of bound.clusters) {
    if (committed(cluster.members[0]?.fragment, part)) found.clusters.push(cluster);
    else back.push(...cluster.members.flatMap((member) => member.fragment.observations));
  }
  for (const { fragment, holder } of bound.unbound) {
    if (committed(holder ?? fragment, part)) found.fragments.push(fragment);
    else back.push(...fragment.observations);
  }
  found.ambiguous += bound.ambiguous;
  found.unbound.push(...loose);
  return back;
}

function committed(fragment: Fragment | undefined, chunk: Chunk): boolean {
  return !((fragment?.start ?? 0) >= chunk.commitBefore);
}

/** Returns the calls, and their operations, that begin behind a forced end. */
function preludeChunk(book: HostBook, chunk: Chunk, found: HostYield): readonly Observation[] {
  book.prelude ??= { capabilities: emptyLearned(), certificate: emptyLearned() };
  const preludes = bindPreludes(chunk.observations, book.prelude);
  const later = new Set(chunk.observations.filter((one) => !(beganAt(one) < chunk.commitBefore)));
  const isLater = (first: Observation | undefined, all: readonly Observation[]): boolean => {
    const back = first !== undefined && later.has(first);
    for (const one of all) {
      if (back) later.add(one);
      else later.delete(one);
    }
    return back;
  };
  for (const [operation, members] of preludes.ofOperation)
    if (!isLater(operation, observationsOf(members))) found.preludes.push({ operation, members });
  for (const cluster of preludes.alone) {
    const observations = observationsOf(cluster.members);
    if (!isLater(observations[0], observations)) found.clusters.push(cluster);
  }
  for (const { observations } of preludes.unbound)
    if (!isLater(observations[0], observations)) found.unbound.push(...observations);
  return [...later];
}

function observationsOf(members: readonly Member[]): readonly Observation[] {
  return members.flatMap((member) => member.fragment.observations);
}

function deviceChunk(book: HostBook, { observations }: Chunk, found: HostYield): readonly Observation[] {
  const isDateless = observations[0]?.at === null;
  takeRuns(
    isDateless
      ? datelessRuns((book.dateless ??= createDeviceBook()), observations, false)
      : deviceRuns(observations),
    found,
  );
  return [];
}

function takeRuns({ runs, loose }: ReturnType<typeof deviceRuns>, found: HostYield): void {
  found.fragments.push(...runs);
  found.unbound.push(...loose);
}

/** What needs no neighbour to be decided: an upload, a status file, or what belongs to no request. */
function direct(observation: Observation, found: HostYield): void {
  if (observation.kind === "report.status-file") {
    found.fragments.push(statusFileOf(observation));
    return;
  }
  const upload = uploadOf(observation);
  if (upload === null) found.unbound.push(observation);
  else found.fragments.push(upload);
}

/**
 * A status file joins by its name, which the registration point logs, and by the identifiers in it. Never by its time: copying and unpacking change it. So for
 * the ledger it has none, and waits for its request however long that takes.
 */
function statusFileOf(observation: Observation): Fragment {
  const timeless = { start: Number.NaN, end: Number.NaN };
  return {
    role: "status-file",
    host: observation.host,
    ...timeless,
    observations: [observation],
    whole: true,
  };
}
