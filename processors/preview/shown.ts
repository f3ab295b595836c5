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

/** Shows these instead of all that had any of their records, and of `before`. Says which are new to a reader, and which are gone. */
export function show(
  shown: Shown,
  requests: readonly Request[],
  before: ReadonlySet<Request>,
): { readonly changed: readonly Request[]; readonly gone: readonly Gone[] } {
  const replaced = new Set(before);
  for (const request of requests) for (const owner of ownersOf(shown, request)) replaced.add(owner);
  for (const request of replaced) hide(shown, request);
  for (const request of requests) {
    shown.byId.set(request.id, request);
    for (const { observation } of request.evidence) shown.ofRecord.set(observation, request);
  }
  const known = new Map([...replaced].map((request) => [request.id, request]));
  const changed = requests.filter((request) => {
    const namesake = known.get(request.id);
    return namesake === undefined || !isSame(namesake, request);
  });
  const gone = [...replaced].filter(({ id }) => !shown.byId.has(id));
  return {
    changed,
    gone: gone.map((request) => ({ id: request.id, successor: successorOf(shown, request) })),
  };
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
