import type { Observation } from "../../contract/index.ts";
import type { Cluster } from "../cluster.ts";
import { addCandidate, clusterOf } from "../cluster.ts";
import { isPluginRun, pointFragment } from "../fragment.ts";
import { bindLayer } from "./bind-layer.ts";
import { toleranceMaxMs } from "./layer.ts";
import type { BindContext } from "./segment.ts";
import { spanOf } from "./span.ts";

/**
 * NDES writes events 29 and 31 on the thread that serves the device's call, which is the thread of the plug-in's run: the event belongs to the last run of
 * its thread that had left VerifyRequest, within seconds. A run has one: the next on its thread is of a later run, of which no record is there. Without such a
 * run the event lies inside of a PKIOperation call.
 * Where no other log of the server is there, each event is a failed request by itself; these are returned.
 */
export function bindNdesEvents(context: BindContext): readonly Cluster[] {
  if (context.segment.ndesEvents.length === 0) return [];
  const runs = threadsOf(context.clusters);
  const places = context.segment.ndesEvents.map((event) => ({
    event,
    // What NDES could not read never came to a run.
    served: event.kind === "contact.unreadable" ? null : byThread(event, runs),
  }));
  const rest = places.filter(({ served }) => served === null).map(({ event }) => event);
  const isTrusted = !rest.some((event) => mayBeOff(event, runs));
  for (const { event, served } of places) {
    if (served !== null) {
      const isSure = isTrusted && served.sure && served.cluster.members[0]?.grade === "exact";
      const grade = isSure ? "exact" : "probable";
      served.cluster.members.push({
        fragment: pointFragment("ndes-event", event),
        grade,
        why: "written by the thread that had just left this run",
      });
    }
  }
  const { present } = context.segment;
  const isAlone = (event: Observation): boolean =>
    (event.kind === "contact.unreadable" ? callWriters : runWriters).every((writer) => !present.has(writer));
  byCall(
    context,
    rest.filter((event) => !isAlone(event)),
  );
  return rest
    .filter((event) => isAlone(event))
    .map((event) => clusterOf(pointFragment("ndes-event", event), "unknown", "its own record"));
}

/** Writers that log every call, and those that log every request that NDES could read. */
const callWriters: readonly string[] = ["iis"];
const runWriters: readonly string[] = ["iis", "plugin", "connector"];

interface Served {
  readonly cluster: Cluster;
  /** The run had left verification, or was refused, at this moment. */
  readonly leftAt: number;
  readonly passed: boolean;
  /** The CA issued: NDES has no failure to tell of. */
  readonly issued: boolean;
  /** NDES had the CA's answer at this moment; NaN when the run does not show it. */
  readonly answeredAt: number;
  /** The run had come to its end at this moment; NaN when it shows none. */
  readonly overAt: number;
  /** Its event was found. */
  isTold: boolean;
}

const refusedWithinMs = 5_000;
/** A call to an unreachable CA takes its time to fail. */
const submitWithinMs = 120_000;

function threadsOf(clusters: readonly Cluster[]): Map<string, Served[]> {
  const threads = new Map<string, Served[]>();
  for (const cluster of clusters) {
    const run = cluster.members[0]?.fragment;
    const first = run?.observations[0];
    const left = run?.observations.findLast((one) => one.kind === "verify.finished");
    if (first === undefined || left === undefined || first.thread === "") continue;
    const thread = threadOf(first);
    const isOver = run?.observations.some((one) => one.kind === "report.finished") === true;
    const served = {
      cluster,
      leftAt: leftAt(run, left),
      passed: left.outcome === "ok",
      issued: run?.observations.some((one) => one.kind === "issue.issued") === true,
      answeredAt: answeredAt(run),
      overAt: isOver ? run.end : Number.NaN,
      isTold: false,
    };
    const seen = threads.get(thread);
    if (seen === undefined) threads.set(thread, [served]);
    else seen.push(served);
  }
  return threads;
}

function leftAt(run: Cluster["members"][number]["fragment"] | undefined, left: Observation): number {
  return (isPluginRun(run) ? run.verifiedAt : left.at) ?? Number.NaN;
}

/** NDES tells of the CA's refusal before it notifies anybody of it. */
function answeredAt(run: Cluster["members"][number]["fragment"] | undefined): number {
  const next = run?.observations.find((one) => one.kind === "report.started" || one.stage === 4);
  return next?.at ?? Number.NaN;
}

function threadOf({ thread }: Observation): string {
  return thread.slice(thread.lastIndexOf("/") + 1);
}

/** What an event tells of can have happened in this run. */
function tellsOf({ kind }: Observation, { passed, issued }: Served): boolean {
  return kind === "verify.refused" ? !passed : passed && !issued;
}

/** An event without a run, and on its thread a run without its event: where they belong together, the clocks of the two logs differ, and others fit by chance. */
function mayBeOff(event: Observation, runs: ReadonlyMap<string, readonly Served[]>): boolean {
  if (event.kind === "contact.unreadable") return false;
  return (runs.get(threadOf(event)) ?? []).some((run) => !run.isTold && tellsOf(event, run));
}

/** So near to its run, and so far from any other of its thread, that not even clocks a second apart could make it another one's. */
const sureWithinMs = 500;
const aloneWithinMs = 3000;

function byThread(
  event: Observation,
  runs: ReadonlyMap<string, readonly Served[]>,
): { readonly cluster: Cluster; readonly sure: boolean } | null {
  const at = event.at ?? Number.NaN;
  const served = runs.get(threadOf(event)) ?? [];
  // Stamps of the plug-in are truncated to the millisecond: the event can seem a little earlier.
  const last = served.findLast((one) => one.leftAt <= at + 1);
  if (last === undefined || last.isTold) return null;
  // A run that was notified had its answer: what follows on its thread is another's.
  if (at - last.overAt > refusedWithinMs) return null;
  const refusal = event.kind === "verify.refused";
  if (!tellsOf(event, last) || at - last.leftAt > (refusal ? refusedWithinMs : submitWithinMs)) return null;
  last.isTold = true;
  const rival = served.some((one) => one !== last && Math.abs(one.leftAt - at) <= aloneWithinMs);
  const late = at - last.leftAt > sureWithinMs || at > last.answeredAt + toleranceMaxMs;
  return { cluster: last.cluster, sure: !late && !rival };
}

function byCall(context: BindContext, events: readonly Observation[]): void {
  const calls = context.clusters.flatMap((cluster) => {
    const row = cluster.members.find((member) => member.fragment.role === "pki-row");
    return row === undefined || hasVerdict(cluster) ? [] : [{ cluster, row: row.fragment }];
  });
  const layer = {
    inner: {
      spans: events.map((event) => spanOf(event.at ?? 0, event.at ?? 0)),
      must: events.map(() => false),
      whole: events.map(() => true),
    },
    outer: {
      spans: calls.map(({ row }) => ({
        endFrom: row.end - 1000,
        endTo: row.end,
        lengthMs: Math.max(0, row.observations[0]?.durationMs ?? 0),
      })),
      must: calls.map(() => false),
      whole: calls.map(() => true),
    },
    agrees: (inner: number, outer: number) =>
      events[inner]?.kind !== "contact.unreadable" || calls[outer]?.cluster.members.length === 1,
  };
  const result = bindLayer(layer, context.learned.ndesEvent);
  for (const [index, event] of events.entries()) {
    const call = calls[result.partnerOfInner[index] ?? -1];
    const fragment = pointFragment("ndes-event", event);
    if (call === undefined) context.unbound.push(fragment);
    else
      call.cluster.members.push({
        fragment,
        grade: "probable",
        why: "lies inside of this PKIOperation call, and of no other that fits as well",
      });
    const candidates = result.candidatesOfInner.get(index) ?? [];
    for (const candidate of candidates) {
      const cluster = calls[candidate]?.cluster;
      if (cluster !== undefined)
        addCandidate(cluster, [event], `lies inside of ${candidates.length} PKIOperation calls`);
    }
  }
}

/** A run of the policy module has told what happened; its events come by thread. */
function hasVerdict(cluster: Cluster): boolean {
  return cluster.members.some((member) => member.fragment.role === "plugin-run");
}
