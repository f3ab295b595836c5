import { clientOf } from "../contract/index.ts";
import type { Observation, Request } from "../contract/index.ts";
import type { Experience } from "../requests/index.ts";
import { beginWith, createBook, defaultLimits } from "../requests/index.ts";
import { nextLook, settleCore } from "./cells.ts";
import type { Cells, Look } from "./cells.ts";
import { addRecord, createPreviewState, dropOldest, previewLimits, removeRecord } from "./preview-state.ts";
import type { PreviewLimits, PreviewState } from "./preview-state.ts";
import { isUndecided } from "./placed.ts";
import type { Placed, Provisional } from "./placed.ts";
import { show } from "./shown.ts";
import type { Gone } from "./shown.ts";
import { wellSeen, windowAround } from "./window.ts";
import type { Window } from "./window.ts";

/**
 * Requests as they look so far, within a moment of their last record: what the book has not decided yet is decided as if nothing more would come, a stretch
 * of a host at a time, with what other stretches and hosts share identifiers with it. The same binder does it, so nothing is guessed that the book would not say;
 * it sees less, so what it says can change until the book has spoken.
 *
 * On crash: lost; made again from what the book has in flight. On replay: the same observations are the same preview. On overload: hosts take turns
 * within `decidedMax` a refresh, and beyond `observationsMax` the oldest are shown no more, which `dropped` counts: the book still has them.
 */
export interface Preview {
  add(observations: readonly Observation[]): void;
  /** Requests that are final now, and records that belong to none. */
  settle(requests: readonly Request[], unbound: readonly Observation[]): readonly Gone[];
  /** `experience`: what the book has learned of each host, as far as it has decided. */
  refresh(experience?: Experience): PreviewChange;
  /** All that is shown now. */
  requests(): Iterable<Request>;
  shows(id: string): boolean;
  /** Records. */
  readonly dropped: () => number;
  /** Records that were decided, neighbours and repeats among them: what showing costs, whatever the machine. */
  readonly decided: () => number;
}

export interface PreviewChange {
  /** New or changed. */
  readonly requests: readonly Request[];
  readonly gone: readonly Gone[];
  /** Something is left to decide: refresh again. */
  readonly isMore: boolean;
}

export function createPreview(limits: PreviewLimits = previewLimits): Preview {
  const state = createPreviewState(limits);
  return {
    add: (observations) => {
      for (const observation of observations) if (isShown(observation)) addRecord(state, observation);
    },
    settle: (requests, unbound) => settle(state, requests, unbound),
    refresh: (experience) => {
      state.experience = experience ?? state.experience;
      return refresh(state);
    },
    requests: function* () {
      for (const { request } of state.shown.values()) yield request;
    },
    shows: (id) => state.shown.has(id),
    dropped: () => state.dropped,
    decided: () => state.decidedRecords,
  };
}

function isShown({ kind }: Observation): boolean {
  return !kind.startsWith("host.");
}

function settle(
  state: PreviewState,
  requests: readonly Request[],
  unbound: readonly Observation[],
): readonly Gone[] {
  const gone = new Map<string, string | null>();
  for (const { id, evidence } of requests) {
    gone.delete(id);
    for (const { observation } of evidence) {
      const hidden = removeRecord(state, observation);
      if (hidden !== null && hidden.request.id !== id && !gone.has(hidden.request.id))
        gone.set(hidden.request.id, id);
    }
  }
  for (const observation of unbound) {
    const hidden = removeRecord(state, observation);
    if (hidden !== null && !gone.has(hidden.request.id)) gone.set(hidden.request.id, null);
  }
  return [...gone].map(([id, successor]) => ({ id, successor }));
}

function refresh(state: PreviewState): PreviewChange {
  const changed = new Set<string>();
  const gone = [...dropOldest(state)];
  let decided = 0;
  for (let next = nextIn(state); next !== null; next = nextIn(state)) {
    const window = windowAround(next);
    if (decided > 0 && decided + window.records.length > state.limits.decidedMax) break;
    decided += window.records.length;
    settleCore(next, window.core);
    state.decided += 1;
    next.cells.decidedAt = state.decided;
    const change = decide(state, next, window);
    for (const { id } of change.changed) changed.add(id);
    gone.push(...change.gone);
  }
  // One window may show again what another has hidden, or the other way round.
  const { shown } = state;
  return {
    requests: [...changed].flatMap((id) => shown.get(id)?.request ?? []),
    gone: gone.filter(({ id }) => !shown.has(id)),
    isMore: nextIn(state) !== null,
  };
}

/** Hosts take turns, so that the busiest does not keep the others waiting. */
function nextIn({ hosts }: PreviewState): Look<Placed> | null {
  let first: Look<Placed> | null = null;
  for (const cells of hosts.values()) {
    if (first !== null && cells.decidedAt >= first.cells.decidedAt) continue;
    first = nextLook(cells) ?? first;
  }
  return first;
}

const limits = { ...defaultLimits, observationsMax: Number.POSITIVE_INFINITY };

function decide(state: PreviewState, look: Look<Placed>, window: Window<Placed>): ReturnType<typeof show> {
  const { records, before } = neighbourhood(state, window.records);
  const hosts = new Set<string>();
  const observations: Observation[] = [];
  for (const { observation } of records) {
    hosts.add(observation.host);
    observations.push(observation);
  }
  const book = createBook(limits, beginWith(state.experience, hosts));
  book.add(observations);
  state.decidedRecords += records.size;
  const requests = withoutCrowd(book.end(), state.limits.loneCallsMax).map((one) =>
    provisionalOf(state, one),
  );
  const isCore = within(look.cells, window.core);
  const isSeen = within(look.cells, wellSeen(look, window.core));
  return show(state.shown, {
    requests,
    before,
    isChanged: ({ records: all }) => all.some(isCore),
    isReopened: ({ request, records: all }) => isUndecided(request) && all.some(isSeen),
    isWaiting: isLoneCall,
  });
}

function within(cells: Cells<Placed>, [from, to]: Window<Placed>["core"]): (record: Placed) => boolean {
  return ({ cell }) => cell !== null && cell.cells === cells && from <= cell.index && cell.index <= to;
}

function provisionalOf({ placed }: PreviewState, request: Request): Provisional {
  const records: Placed[] = [];
  for (const { observation } of request.evidence) {
    const record = placed.get(observation);
    if (record !== undefined) records.push(record);
  }
  return { request, records };
}

/**
 * In a push behind one address many calls fit several runs, and are bound to none before all of these are known: as requests of their own they would count everybody twice. Of clients that differ each is one
 * device, whose request is about to come.
 */
function withoutCrowd(requests: readonly Request[], loneCallsMax: number): readonly Request[] {
  const lone = Map.groupBy(
    requests.filter((request) => isLoneCall(request)),
    ({ evidence: [first] }) => (first === undefined ? "" : clientOf(first.observation)),
  );
  const crowd = new Set([...lone.values()].filter(({ length }) => length > loneCallsMax).flat());
  return crowd.size === 0 ? requests : requests.filter((request) => !crowd.has(request));
}

function isLoneCall({ outcome, evidence }: Request): boolean {
  return outcome !== "failed" && evidence.every(({ observation: { writer } }) => writer === "iis");
}

/** These with what shares identifiers with them, whole requests at a time, and the requests that are decided anew with them. */
function neighbourhood(
  { names, limits }: PreviewState,
  own: readonly Placed[],
): { readonly records: ReadonlySet<Placed>; readonly before: ReadonlySet<Provisional> } {
  const records = new Set(own);
  const before = new Set<Provisional>();
  const sharing = names.ask();
  const most = records.size + limits.linkedMax;
  const take = (record: Placed): void => {
    records.add(record);
    const { request } = record;
    if (request === null || before.has(request)) return;
    before.add(request);
    for (const one of request.records) records.add(one);
  };
  // The set grows while it is walked: what is taken may link the next.
  for (const record of records) {
    if (records.size > most) break;
    take(record);
    for (const bearers of sharing(record.names)) for (const other of bearers) take(other);
  }
  return { records, before };
}
