import type { Evidence, Request } from "../contract/index.ts";
import { showIn } from "./placed.ts";
import type { Placed, Provisional } from "./placed.ts";

/** The requests that are shown now by their ids, each record in one of them at most. */
export type Shown = Map<string, Provisional>;

/** A request that is shown no more, and the one that has its records now. */
export interface Gone {
  readonly id: string;
  readonly successor: string | null;
}

export function hide(shown: Shown, hidden: Provisional): void {
  if (shown.get(hidden.request.id) === hidden) shown.delete(hidden.request.id);
  for (const record of hidden.records) if (record.request === hidden) showIn(record, null);
}

/** What was decided anew: requests, those that had their records before, and which of them have changed; the others were taken along. */
export interface Decided {
  readonly requests: readonly Provisional[];
  readonly before: ReadonlySet<Provisional>;
  readonly isChanged: (request: Provisional) => boolean;
  /** Of those before: it was taken along, but what was missing for it may be here by now. */
  readonly isReopened: (request: Provisional) => boolean;
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
  for (const one of replaced) hide(shown, one);
  const known = new Map([...replaced].map(({ request }) => [request.id, request]));
  const changed: Request[] = [];
  for (const one of requests) {
    const namesake = known.get(one.request.id);
    const isAsBefore = namesake !== undefined && isSame(namesake, one.request);
    if (!isAsBefore) changed.push(one.request);
    // Others hold the earlier one: two that are alike would both stay in memory.
    const put = isAsBefore ? { request: namesake, records: one.records } : one;
    shown.set(put.request.id, put);
    for (const record of put.records) showIn(record, put);
  }
  const gone = [...replaced].filter(({ request }) => !shown.has(request.id));
  return { changed, gone: gone.map((one) => ({ id: one.request.id, successor: successorOf(one) })) };
}

function affected(
  shown: Shown,
  { requests, before, isChanged, isReopened, isWaiting }: Decided,
): { readonly requests: ReadonlySet<Provisional>; readonly replaced: ReadonlySet<Provisional> } {
  const now = new Map<Placed, Provisional>();
  for (const one of requests) for (const record of one.records) now.set(record, one);
  const replaced = new Set<Provisional>();
  const put = new Set<Provisional>();
  const isOver = ({ request, records }: Provisional): boolean =>
    isWaiting(request) && records.every((record) => !now.has(record));
  const waiting = [...before]
    .filter((one) => isChanged(one) || isReopened(one) || isOver(one))
    .map((one) => ({ one, isNew: false }));
  waiting.push(...requests.filter(isChanged).map((one) => ({ one, isNew: true })));
  // Each is looked at once: a chain may be long.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { one, isNew } = next;
    const known = isNew ? put : replaced;
    if (known.has(one)) continue;
    known.add(one);
    if (isNew) for (const owner of ownersOf(shown, one)) waiting.push({ one: owner, isNew: false });
    else for (const other of successorsIn(now, one)) waiting.push({ one: other, isNew: true });
  }
  return { requests: put, replaced };
}

function* successorsIn(
  now: ReadonlyMap<Placed, Provisional>,
  { records }: Provisional,
): Generator<Provisional> {
  for (const record of records) {
    const other = now.get(record);
    if (other !== undefined) yield other;
  }
}

/** Those that are shown with any of its records, or under its name. */
function* ownersOf(shown: Shown, { request, records }: Provisional): Generator<Provisional> {
  const namesake = shown.get(request.id);
  if (namesake !== undefined) yield namesake;
  for (const record of records) if (record.request !== null) yield record.request;
}

function successorOf({ records }: Provisional): string | null {
  for (const { request } of records) if (request !== null) return request.request.id;
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
    a.evidence.every((one, index) => isSameNote(one, b.evidence[index]))
  );
}

function isSameNote(a: Evidence, b: Evidence | undefined): boolean {
  return a.observation === b?.observation && a.grade === b.grade;
}
