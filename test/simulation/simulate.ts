import { createFleet } from "./fleet.ts";
import type { Wait } from "./host-state.ts";
import { latencies } from "./latency.ts";
import type { Latencies } from "./latency.ts";
import { createLayout } from "./layout.ts";
import type { Placed } from "./layout.ts";
import { collectedAt } from "./period.ts";
import type { Scenario } from "./scenario.ts";
import { troubleCauses } from "./troubles.ts";
import type { Truth, TruthRecord } from "./truth.ts";
import type { Write } from "./write.ts";

export interface Simulation {
  readonly files: readonly SimulatedFile[];
  readonly truth: Truth;
  readonly latencies: Latencies;
  /** Waits for an NDES thread by host, in order of time: part of what a perfect matcher may know. */
  readonly waits: ReadonlyMap<string, readonly Wait[]>;
  readonly scenario: Scenario;
  readonly seed: number;
  /** When the logs were collected, ms UTC. */
  readonly collectedAt: number;
}

export interface SimulatedFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** ms UTC. */
  readonly modifiedAt: number;
}

/** A whole bundle in memory with its truth. */
export function simulate(scenario: Scenario, seed: number): Simulation {
  const fleet = createFleet(scenario, seed);
  const drafts = new Map<string, Draft>();
  const layout = createLayout(scenario);
  const statusPaths = new Map<string, string>();
  for (const write of fleet.writes) {
    const placed = layout(write);
    if (write.status !== undefined) {
      // Moving a file keeps what it is and when it was written.
      const earlier = statusPaths.get(write.status.name);
      statusPaths.set(write.status.name, placed.path);
      if (earlier !== undefined && move(drafts, earlier, placed.path)) continue;
    }
    add(drafts, placed, write);
  }
  const paths = [...drafts.keys()].sort();
  const finished = paths.map((path) => finish(path, drafts.get(path)));
  return {
    files: finished.map(({ path, bytes, modifiedAt }) => ({ path, bytes, modifiedAt })),
    truth: {
      requests: fleet.hosts.flatMap((host) => host.finished).toSorted((a, b) => a.startedAt - b.startedAt),
      records: new Map(finished.map(({ path, records }) => [path, records])),
      problems: scenario.hosts.flatMap((plan) =>
        plan.troubles.map((name) => ({ host: plan.name, cause: troubleCauses[name] })),
      ),
    },
    latencies,
    waits: new Map(fleet.hosts.map((host) => [host.plan.name, host.waits])),
    scenario,
    seed,
    collectedAt: collectedAt(scenario),
  };
}

interface Draft {
  readonly parts: { readonly placed: Placed; readonly write: Write }[];
  modifiedAt: number;
}

function add(drafts: Map<string, Draft>, placed: Placed, write: Write): void {
  let draft = drafts.get(placed.path);
  if (draft === undefined) drafts.set(placed.path, (draft = { parts: [], modifiedAt: 0 }));
  draft.parts.push({ placed, write });
  draft.modifiedAt = Math.floor(write.stamp);
}

function move(drafts: Map<string, Draft>, from: string, to: string): boolean {
  const draft = drafts.get(from);
  if (draft === undefined) return false;
  drafts.delete(from);
  drafts.set(to, draft);
  return true;
}

interface Finished extends SimulatedFile {
  readonly records: readonly TruthRecord[];
}

/** Exports of the Event Viewer have a root, no line breaks, and the newest event first. */
function finish(path: string, draft: Draft | undefined): Finished {
  const isViewer = draft?.parts[0]?.write.viewer === true;
  const parts = isViewer ? (draft?.parts ?? []).toReversed() : (draft?.parts ?? []);
  const texts: string[] = [];
  const records: TruthRecord[] = [];
  let offset = 0;
  const put = (text: string): void => {
    texts.push(text);
    offset += Buffer.byteLength(text);
  };
  if (isViewer) put('\uFEFF<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<Events>');
  for (const { placed, write } of parts) {
    put(placed.before);
    const length = Buffer.byteLength(placed.text);
    const { request, role, at, source } = write;
    records.push({ offset, length, request, role, at, source });
    put(placed.text);
    if (!isViewer) put(placed.after);
  }
  if (isViewer) put("</Events>");
  return { path, bytes: Buffer.from(texts.join(""), "utf8"), modifiedAt: draft?.modifiedAt ?? 0, records };
}
