import type {
  Change,
  HostView,
  Lookup,
  RequestFilter,
  StoredRequest,
  Summary,
} from "../../processors/contract/index.ts";

/** The simplest lookup there can be: everything in memory, every question a walk over all. */
export interface PlainLookup extends Lookup {
  put(request: StoredRequest): void;
  gone(id: string, successor: string | null): void;
  putHost(host: HostView): void;
}

export function createPlainLookup(bufferMax: number = 64): PlainLookup {
  const requests = new Map<string, StoredRequest>();
  const successors = new Map<string, string>();
  const hosts = new Map<string, HostView>();
  const readers = new Set<(change: Change) => void>();
  const tell = (change: Change): void => readers.forEach((reader) => reader(change));
  const matching = (filter: RequestFilter): StoredRequest[] =>
    [...requests.values()].filter((request) => matches(request, filter, successors)).toSorted(newestFirst);
  return {
    put: (request) => {
      requests.set(request.view.id, request);
      tell({ type: "request", request });
    },
    gone: (id, successor) => {
      requests.delete(id);
      if (successor !== null) successors.set(id, successor);
      tell({ type: "gone", id, successor });
    },
    putHost: (host) => {
      hosts.set(host.host, host);
      tell({ type: "host", host });
    },
    request: async (id) => requests.get(id) ?? null,
    list: async (filter, { limit, cursor }) => {
      const all = matching(filter);
      const after = cursor === null ? all : all.filter((each) => placeOf(each) > cursor);
      const page = after.slice(0, limit);
      const last = page.at(-1);
      return { requests: page, next: after.length > limit && last !== undefined ? placeOf(last) : null };
    },
    summary: async (filter) => summaryOf(matching(filter)),
    hosts: async () => [...hosts.values()].toSorted((a, b) => (a.host < b.host ? -1 : 1)),
    changes: (signal) => changesOf(readers, bufferMax, signal),
  };
}

async function* changesOf(
  readers: Set<(change: Change) => void>,
  bufferMax: number,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  const waiting: Change[] = [];
  let wake = (): void => undefined;
  const reader = (change: Change): void => {
    if (waiting.length < bufferMax) waiting.push(change);
    else waiting.splice(0, waiting.length, { type: "overflow" });
    wake();
  };
  readers.add(reader);
  const stop = (): void => wake();
  signal.addEventListener("abort", stop);
  try {
    while (!signal.aborted) {
      const change = waiting.shift();
      if (change !== undefined) yield change;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    readers.delete(reader);
    signal.removeEventListener("abort", stop);
  }
}

const startOf = ({ view }: StoredRequest): number =>
  view.startedAt === null ? 0 : Date.parse(view.startedAt);

/** Newest first when compared as text. */
function placeOf(request: StoredRequest): string {
  return `${String(9e15 - startOf(request)).padStart(16, "0")} ${request.view.id}`;
}

function newestFirst(a: StoredRequest, b: StoredRequest): number {
  return placeOf(a) < placeOf(b) ? -1 : 1;
}

function matches(
  request: StoredRequest,
  filter: RequestFilter,
  successors: ReadonlyMap<string, string>,
): boolean {
  const { view } = request;
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = filter;
  const isAsked = <T>(wanted: T | undefined, given: T): boolean => wanted === undefined || wanted === given;
  return (
    isAsked(filter.host, view.host) &&
    isAsked(filter.outcome, view.outcome) &&
    isAsked(filter.stage, view.stageReached) &&
    isAsked(filter.cause, view.cause?.id) &&
    isAsked(filter.platform, view.platform) &&
    (view.startedAt === null
      ? filter.since === undefined && filter.until === undefined
      : startOf(request) >= since && startOf(request) < until) &&
    (filter.key === undefined || hasKey(request, filter.key, successors))
  );
}

function hasKey(
  { view, keys }: StoredRequest,
  wanted: string,
  successors: ReadonlyMap<string, string>,
): boolean {
  const key = wanted.toLowerCase();
  return (
    successors.get(wanted) === view.id ||
    [view.id, ...keys.map(({ value }) => value)].some((value) => value.toLowerCase() === key)
  );
}

function summaryOf(requests: readonly StoredRequest[]): Summary {
  const outcomes = { succeeded: 0, failed: 0, open: 0, unknown: 0 };
  const grades = { key: 0, exact: 0, probable: 0 };
  const stages = Array.from({ length: 6 }, () => ({
    done: 0,
    failed: 0,
    pending: 0,
    implied: 0,
    unknown: 0,
  }));
  const causes = new Map<string, { cause: string; host: string; requests: number }>();
  for (const { view } of requests) {
    outcomes[view.outcome] += 1;
    for (const { grade } of view.evidence) grades[grade] += 1;
    for (const [index, { status }] of view.stages.entries()) {
      const stage = stages[index];
      if (stage !== undefined) stage[status] += 1;
    }
    if (view.cause === null) continue;
    const place = `${view.cause.id}\n${view.host}`;
    const count = causes.get(place) ?? { cause: view.cause.id, host: view.host, requests: 0 };
    count.requests += 1;
    causes.set(place, count);
  }
  return {
    requests: requests.length,
    provisional: requests.filter(({ isFinal }) => !isFinal).length,
    outcomes,
    stages,
    causes: [...causes.values()].toSorted((a, b) => b.requests - a.requests),
    grades,
  };
}
