import { toStoredRequest } from "../contract/index.ts";
import type { Commit, HostView, Observation, Request, StoredRequest } from "../contract/index.ts";
import type { Judged } from "../judge/index.ts";
import { disguise } from "../pseudonyms/index.ts";
import type { Memory } from "./memory.ts";
import { saveMemory } from "./memory.ts";
import { underWay } from "./under-way.ts";

/** How often what is shown is judged again although nothing new was logged of it: that nothing was is what some causes are known by. */
const judgeAgainMs = 10_000;
/** Requests that one look judges again. */
const judgedMax = 5_000;

export interface Showing {
  readonly commit: Commit;
  /** Something that has changed is left to decide. */
  readonly isMore: boolean;
}

/** What changed since the last call and is only shown. `now` in ms UTC. */
export function show(memory: Memory, now: number): Showing {
  const change = memory.preview.refresh(memory.book.experience());
  const changed = change.requests.map((request) => lookAt(memory, request));
  for (const { id } of change.gone) memory.shown.delete(id);
  const again = change.isMore ? [] : judgedAgain(memory, new Set(changed));
  return {
    commit: {
      checkpoint: null,
      requests: [...changed, ...again].map((judged) => toStored(memory, judged, { isFinal: false, now })),
      gone: change.gone,
      hosts: hostViews(memory, memory.board.changed()),
    },
    isMore: change.isMore,
  };
}

/** Everything since the last call, with the state behind it. */
export function checkpoint(memory: Memory, position: string, now: number): Commit {
  return { ...decided(memory, now), checkpoint: { position, state: saveMemory(memory) } };
}

/** Everything since the last call, without a state: what reads it again after a crash has to begin from nothing. */
export function decided(memory: Memory, now: number): Commit {
  const requests = memory.finals.map((judged) => toStored(memory, judged, { isFinal: true, now }));
  for (const { request } of memory.finals) memory.shown.delete(request.id);
  const gone = memory.gone.filter(({ id }) => !memory.preview.shows(id));
  for (const { id } of gone) memory.shown.delete(id);
  memory.finals.length = 0;
  memory.gone.length = 0;
  return { checkpoint: null, requests, gone, hosts: hostViews(memory, memory.board.changed()) };
}

/** Judges a request that is not final, as it looks now. */
function lookAt(memory: Memory, request: Request): Judged {
  const known = {
    passedAt: memory.watermarks.passedBy(request.host),
    wentOn: (call: Observation): boolean => memory.book.wentOn(call),
  };
  const judged = memory.judge.look(underWay(request, known));
  memory.shown.set(request.id, { bound: request, judged });
  return judged;
}

/** Those whose outcome or cause is another one now. */
function judgedAgain(memory: Memory, fresh: ReadonlySet<Judged>): readonly Judged[] {
  if (memory.advancedTo < memory.judgedAt + judgeAgainMs) return [];
  memory.judgedAt = memory.advancedTo;
  const again: Judged[] = [];
  let count = 0;
  for (const { bound, judged: before } of [...memory.shown.values()]) {
    if (fresh.has(before) || before.request.outcome === "failed") continue;
    count += 1;
    if (count > judgedMax) break;
    const judged = lookAt(memory, bound);
    if (isSame(judged, before)) memory.shown.set(bound.id, { bound, judged: before });
    else again.push(judged);
  }
  return again;
}

function isSame(a: Judged, b: Judged): boolean {
  return a.request.outcome === b.request.outcome && a.claim?.cause.id === b.claim?.cause.id;
}

function toStored(
  { intake, pseudonyms }: Memory,
  { request, claim }: Judged,
  how: { readonly isFinal: boolean; readonly now: number },
): StoredRequest {
  const stored = toStoredRequest(request, claim, {
    pathOf: (fileId) => intake.fileOf(fileId)?.path ?? fileId,
    isFinal: how.isFinal,
    changedAt: how.now,
  });
  return pseudonyms === null ? stored : disguise(stored, pseudonyms);
}

export function hostViews(
  { board, roll, watermarks, judge }: Memory,
  hosts: readonly string[],
): readonly HostView[] {
  return hosts.map((host) => {
    const passedAt = watermarks.passedBy(host);
    const moments = { passedAt, readAt: watermarks.readAt(host), heardAt: watermarks.heardAt(host) };
    return board.view(host, moments, [...judge.problems(host, passedAt), ...roll.problems(host)]);
  });
}
