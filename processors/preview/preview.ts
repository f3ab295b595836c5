import type { Observation, Request } from "../contract/index.ts";
import type { Experience } from "../requests/index.ts";
import { beginWith, clientOf, createBook, defaultLimits, laneOf } from "../requests/index.ts";
import { nextLook, settleCore } from "./cells.ts";
import type { Look } from "./cells.ts";
import { addRecord, createPreviewState, dropOldest, previewLimits, removeRecord } from "./preview-state.ts";
import type { PreviewLimits, PreviewState } from "./preview-state.ts";
import { show } from "./shown.ts";
import type { Gone } from "./shown.ts";
import { windowAround } from "./window.ts";
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
    requests: () => state.shown.byId.values(),
    shows: (id) => state.shown.byId.has(id),
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
      if (hidden !== null && hidden.id !== id && !gone.has(hidden.id)) gone.set(hidden.id, id);
    }
  }
  for (const observation of unbound) {
    const hidden = removeRecord(state, observation);
    if (hidden !== null && !gone.has(hidden.id)) gone.set(hidden.id, null);
  }
  return [...gone].map(([id, successor]) => ({ id, successor }));
}

function refresh(state: PreviewState): PreviewChange {
  const changed = new Set<string>();
  const gone = [...dropOldest(state)];
  let decided = 0;
  for (let next = nextIn(state); next !== null; next = nextIn(state)) {
    const window = windowAround(next, (one) => isOpen(state, one));
    if (decided > 0 && decided + window.observations.length > state.limits.decidedMax) break;
    decided += window.observations.length;
    settleCore(next, window.core);
    state.decided += 1;
    next.cells.decidedAt = state.decided;
    const change = decide(state, window);
    for (const { id } of change.changed) changed.add(id);
    gone.push(...change.gone);
  }
  // One window may show again what another has hidden, or the other way round.
  const { byId } = state.shown;
  return {
    requests: [...changed].flatMap((id) => byId.get(id) ?? []),
    gone: gone.filter(({ id }) => !byId.has(id)),
    isMore: nextIn(state) !== null,
  };
}

/** Hosts take turns, so that the busiest does not keep the others waiting. */
function nextIn({ hosts }: PreviewState): Look | null {
  let first: Look | null = null;
  for (const cells of hosts.values()) {
    if (first !== null && cells.decidedAt >= first.cells.decidedAt) continue;
    first = nextLook(cells) ?? first;
  }
  return first;
}

const limits = { ...defaultLimits, observationsMax: Number.POSITIVE_INFINITY };

/** It is in a request that goes on, or waits for one: calls come seconds before their operation, all else within a moment. */
function isOpen({ shown }: PreviewState, observation: Observation): boolean {
  const request = shown.ofRecord.get(observation);
  if (request === undefined) return laneOf(observation).includes("prelude");
  return request.outcome === "open" || request.outcome === "unknown";
}

function decide(state: PreviewState, { observations: own, coreRecords }: Window): ReturnType<typeof show> {
  const { observations, before } = neighbourhood(state, own);
  const hosts = new Set<string>();
  for (const { host } of observations) hosts.add(host);
  const book = createBook(limits, beginWith(state.experience, hosts));
  book.add([...observations]);
  state.decidedRecords += observations.size;
  const requests = withoutCrowd(book.end(), state.limits.loneCallsMax);
  const isChanged = ({ evidence }: Request): boolean =>
    evidence.some(({ observation }) => coreRecords.has(observation));
  return show(state.shown, { requests, before, isChanged, isWaiting: isLoneCall });
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
  { names, shown, limits }: PreviewState,
  own: readonly Observation[],
): { readonly observations: ReadonlySet<Observation>; readonly before: ReadonlySet<Request> } {
  const observations = new Set(own);
  const before = new Set<Request>();
  const sharing = names.ask();
  const most = observations.size + limits.linkedMax;
  const take = (observation: Observation): void => {
    observations.add(observation);
    const request = shown.ofRecord.get(observation);
    if (request === undefined || before.has(request)) return;
    before.add(request);
    for (const one of request.evidence) observations.add(one.observation);
  };
  // The set grows while it is walked: what is taken may link the next.
  for (const observation of observations) {
    if (observations.size > most) break;
    take(observation);
    for (const bearers of sharing(observation)) for (const other of bearers) take(other);
  }
  return { observations, before };
}
