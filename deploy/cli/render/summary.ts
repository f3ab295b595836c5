import type { Cause, Claim, Outcome, Problem, RejectReason, Request, Stage, StageStatus } from "../../../processors/contract/index.ts";
import { createCauseTallies } from "./cause-tallies.ts";
import { nameOf } from "./request-name.ts";
import { createTimeline } from "./timeline.ts";
import type { Timeline } from "./timeline.ts";

/** What a verdict is made of. Its size does not depend on the number of requests. */
export interface Summary {
  readonly sources: { readonly files: number; readonly records: number; readonly bytes: number };
  readonly hosts: readonly HostTally[];
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Of the requests, ms UTC. */
  readonly first: number | null;
  readonly last: number | null;
  readonly firstFailure: number | null;
  /** Number of requests that failed in each stage. */
  readonly failedIn: ReadonlyMap<Stage, number>;
  readonly causes: readonly CauseTally[];
  readonly unexplained: number;
  readonly problems: readonly Problem[];
  readonly rejected: ReadonlyMap<RejectReason, number>;
  readonly doubt: Doubt;
  readonly timeline: { readonly all: Timeline; readonly failed: Timeline };
  /** Newest first, at most `rowsMax`. */
  readonly rows: readonly Row[];
  /** How many would have been listed. */
  readonly listed: number;
}

export interface HostTally {
  readonly host: string;
  readonly requests: number;
  readonly failed: number;
}

export interface CauseTally {
  readonly cause: Cause;
  readonly requests: number;
  /** Requests by host, most first. */
  readonly hosts: readonly (readonly [host: string, requests: number])[];
  readonly first: number | null;
  readonly last: number | null;
  /** What claimed it in the first of its requests. */
  readonly because: string;
  readonly alternatives: Claim["alternatives"];
  /** A key to look one of them up with. */
  readonly exampleKey: string;
}

export interface Doubt {
  readonly key: number;
  readonly exact: number;
  readonly probable: number;
  /** Mentions of records that fit several requests. */
  readonly ambiguous: number;
  /** Records that belong to no request. */
  readonly unbound: number;
  /** Requests whose times rest on a clock without a known zone. */
  readonly unknownZone: number;
}

/** One line of the list of requests. */
export interface Row {
  readonly at: number | null;
  readonly host: string;
  readonly platform: string;
  readonly key: string;
  readonly outcome: Outcome;
  readonly stages: readonly StageStatus[];
  readonly cause: string | null;
}

export interface SummaryBuilder {
  /** `listed`: whether it belongs into the list; by default what failed. */
  readonly add: (request: Request, claim: Claim | null, listed?: boolean) => void;
  readonly addSource: (source: { readonly host: string; readonly records: number; readonly bytes: number }) => void;
  readonly addRejected: (reason: RejectReason, count?: number) => void;
  readonly addUnbound: (records: number) => void;
  readonly addProblems: (problems: readonly Problem[]) => void;
  readonly summary: () => Summary;
}

const hostsMax = 10_000;

export function createSummary(rowsMax: number = 20): SummaryBuilder {
  const sources = { files: 0, records: 0, bytes: 0 };
  const hosts = new Map<string, { requests: number; failed: number }>();
  const outcomes: Record<Outcome, number> = { succeeded: 0, failed: 0, open: 0, unknown: 0 };
  const failedIn = new Map<Stage, number>();
  const rejected = new Map<RejectReason, number>();
  const problems: Problem[] = [];
  const doubt = { key: 0, exact: 0, probable: 0, ambiguous: 0, unbound: 0, unknownZone: 0 };
  const timeline = { all: createTimeline(), failed: createTimeline() };
  const causes = createCauseTallies();
  const rows = createRows(rowsMax);
  const span = { first: null as number | null, last: null as number | null, firstFailure: null as number | null };

  const addTimes = (request: Request): void => {
    const at = request.startedAt;
    if (at === null) return;
    span.first = lower(span.first, at);
    span.last = upper(span.last, request.endedAt ?? at);
    timeline.all.add(at);
    if (request.outcome !== "failed") return;
    timeline.failed.add(at);
    span.firstFailure = lower(span.firstFailure, at);
  };
  const addHost = (request: Request): void => {
    const tally = hosts.get(request.host) ?? { requests: 0, failed: 0 };
    tally.requests += 1;
    if (request.outcome === "failed") tally.failed += 1;
    if (hosts.has(request.host) || hosts.size < hostsMax) hosts.set(request.host, tally);
  };
  const addDoubt = (request: Request): void => {
    for (const { grade } of request.evidence) doubt[grade] += 1;
    doubt.ambiguous += request.candidates.length;
    if (request.evidence.some(({ observation }) => observation.trust === "zone-unknown")) doubt.unknownZone += 1;
  };

  return {
    add(request, claim, listed = request.outcome === "failed") {
      outcomes[request.outcome] += 1;
      if (request.failedStage !== null) failedIn.set(request.failedStage, (failedIn.get(request.failedStage) ?? 0) + 1);
      addTimes(request);
      addHost(request);
      addDoubt(request);
      causes.add(request, claim);
      if (listed) rows.add(request, claim);
    },
    addSource({ records, bytes }) {
      sources.files += 1;
      sources.records += records;
      sources.bytes += bytes;
    },
    addRejected(reason, count = 1) {
      rejected.set(reason, (rejected.get(reason) ?? 0) + count);
    },
    addUnbound(records) {
      doubt.unbound += records;
    },
    addProblems(found) {
      problems.push(...found);
    },
    summary: () => ({
      sources: { ...sources },
      hosts: [...hosts].map(([host, tally]) => ({ host, ...tally })).sort((left, right) => right.failed - left.failed || right.requests - left.requests || byText(left.host, right.host)),
      outcomes: { ...outcomes },
      ...span,
      failedIn,
      causes: causes.ranked(),
      unexplained: causes.unexplained(),
      problems,
      rejected,
      doubt: { ...doubt },
      timeline,
      rows: rows.newest(),
      listed: rows.count(),
    }),
  };
}

interface Rows {
  readonly add: (request: Request, claim: Claim | null) => void;
  readonly newest: () => readonly Row[];
  readonly count: () => number;
}

/** Keeps the newest rows; which those are does not depend on the order of arrival. */
function createRows(rowsMax: number): Rows {
  let rows: Row[] = [];
  let count = 0;
  const trim = (): void => {
    rows = rows.sort(newestFirst).slice(0, rowsMax);
  };
  return {
    add(request, claim) {
      count += 1;
      rows.push(toRow(request, claim));
      if (rows.length > rowsMax * 4 + 64) trim();
    },
    newest() {
      trim();
      return rows;
    },
    count: () => count,
  };
}

function toRow(request: Request, claim: Claim | null): Row {
  return {
    at: request.startedAt,
    host: request.host,
    platform: request.platform,
    key: nameOf(request),
    outcome: request.outcome,
    stages: request.stages.map((view) => view.status),
    cause: claim?.cause.id ?? null,
  };
}

function newestFirst(left: Row, right: Row): number {
  return (right.at ?? -Infinity) - (left.at ?? -Infinity) || byText(left.host, right.host) || byText(left.key, right.key);
}

function lower(known: number | null, at: number): number {
  return known === null ? at : Math.min(known, at);
}

function upper(known: number | null, at: number): number {
  return known === null ? at : Math.max(known, at);
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
