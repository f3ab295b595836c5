import type { Observation, Request } from "../contract/index.ts";

/** The requests that are shown now, each record in one of them at most. */
export interface Shown {
  readonly byId: Map<string, Request>;
  readonly ofRecord: Map<Observation, Request>;
}

/** A request that is shown no more, and the one that has its records now. */
export interface Gone {
  readonly id: string;
  readonly successor: string | null;
}

export function createShown(): Shown {
  return { byId: new Map(), ofRecord: new Map() };
}

export function hide(shown: Shown, request: Request): void {
  if (shown.byId.get(request.id) === request) shown.byId.delete(request.id);
  for (const { observation } of request.evidence)
    if (shown.ofRecord.get(observation) === request) shown.ofRecord.delete(observation);
}

/** What was decided anew: requests, those that had their records before, and which of them have changed; the others were taken along. */
export interface Decided {
  readonly requests: readonly Request[];
  readonly before: ReadonlySet<Request>;
  readonly isChanged: (request: Request) => boolean;
  /** It waits for something to follow. Once that came, and its own records are bound to nothing, it is none. */
  readonly isWaiting: (request: Request) => boolean;
}

/**
 * Shows what has changed, and as much of what was taken along as must change with it, because a record has moved between them. All else stays as it was: there more was
 * known of its neighbours. Says which are new to a reader, and which are gone.
 */
export function show(
  shown: Shown,
  decided: Decided,
): { readonly changed: readonly Request[]; readonly gone: readonly Gone[] } {
  const { requests, replaced } = affected(shown, decided);
  for (const request of replaced) hide(shown, request);
  for (const request of requests) {
    shown.byId.set(request.id, request);
    for (const { observation } of request.evidence) shown.ofRecord.set(observation, request);
  }
  const known = new Map([...replaced].map((request) => [request.id, request]));
  const changed = [...requests].filter((request) => {
    const namesake = known.get(request.id);
    return namesake === undefined || !isSame(namesake, request);
  });
  const gone = [...replaced].filter(({ id }) => !shown.byId.has(id));
  return {
    changed,
    gone: gone.map((request) => ({ id: request.id, successor: successorOf(shown, request) })),
  };
}

function affected(
  shown: Shown,
  { requests, before, isChanged, isWaiting }: Decided,
): { readonly requests: ReadonlySet<Request>; readonly replaced: ReadonlySet<Request> } {
  const now = new Map<Observation, Request>();
  for (const request of requests) for (const one of recordsOf([request])) now.set(one, request);
  const replaced = new Set<Request>();
  const put = new Set<Request>();
  const isOver = (request: Request): boolean => isWaiting(request) && isGoneFrom(now, request);
  const waiting = [...before]
    .filter((request) => isChanged(request) || isOver(request))
    .map((request) => ({ request, isNew: false }));
  waiting.push(...requests.filter(isChanged).map((request) => ({ request, isNew: true })));
  // Each is looked at once: a chain may be long.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { request, isNew } = next;
    const known = isNew ? put : replaced;
    if (known.has(request)) continue;
    known.add(request);
    if (isNew) for (const owner of ownersOf(shown, request)) waiting.push({ request: owner, isNew: false });
    else for (const other of successorsIn(now, request)) waiting.push({ request: other, isNew: true });
  }
  return { requests: put, replaced };
}

function isGoneFrom(now: ReadonlyMap<Observation, Request>, { evidence }: Request): boolean {
  return evidence.every(({ observation }) => !now.has(observation));
}

function* successorsIn(now: ReadonlyMap<Observation, Request>, request: Request): Generator<Request> {
  for (const observation of recordsOf([request])) {
    const other = now.get(observation);
    if (other !== undefined) yield other;
  }
}

function* recordsOf(requests: Iterable<Request>): Generator<Observation> {
  for (const { evidence } of requests) for (const { observation } of evidence) yield observation;
}

/** Those that are shown with any of its records, or under its name. */
function* ownersOf({ byId, ofRecord }: Shown, { id, evidence }: Request): Generator<Request> {
  const namesake = byId.get(id);
  if (namesake !== undefined) yield namesake;
  for (const { observation } of evidence) {
    const owner = ofRecord.get(observation);
    if (owner !== undefined) yield owner;
  }
}

export function successorOf({ ofRecord }: Shown, { evidence }: Request): string | null {
  for (const { observation } of evidence) {
    const now = ofRecord.get(observation);
    if (now !== undefined) return now.id;
  }
  return null;
}

/** Whether a reader would see no difference. */
function isSame(a: Request, b: Request): boolean {
  return (
    a.outcome === b.outcome &&
    a.failedStage === b.failedStage &&
    a.evidence.length === b.evidence.length &&
    a.candidates.length === b.candidates.length &&
    a.stages.every((view, index) => view.status === b.stages[index]?.status) &&
    a.evidence.every((one, index) => one.grade === b.evidence[index]?.grade)
  );
}
