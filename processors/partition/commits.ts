import { toStoredRequest } from "../contract/index.ts";
import type { Commit, HostView, StoredRequest } from "../contract/index.ts";
import type { Judged } from "../judge.ts";
import type { Memory } from "./memory.ts";
import { saveMemory } from "./memory.ts";

/** How often what is shown is judged again although nothing new was logged of it: that nothing was is what some causes are known by. */
const judgeAgainMs = 10_000;
/** Requests that one look judges again. */
const judgedMax = 5_000;

/** What changed since the last call and is only shown. `now` in ms UTC. */
export function show(memory: Memory, now: number): { readonly commit: Commit; readonly isMore: boolean } {
  const change = memory.preview.refresh();
  const changed = change.requests.map((request) => memory.judge.look(request));
  for (const judged of changed) memory.shown.set(judged.request.id, judged);
  for (const { id } of change.gone) memory.shown.delete(id);
  const again = change.isMore ? [] : judgedAgain(memory, new Set(changed));
  return {
    commit: {
      checkpoint: null,
      requests: [...changed, ...again].map((judged) => toStored(memory, judged, { isFinal: false, now })),
      gone: change.gone,
      hosts: hostViews(memory),
    },
    isMore: change.isMore,
  };
}

/** Everything since the last call, with the state behind it. */
export function checkpoint(memory: Memory, position: string, now: number): Commit {
  const requests = memory.finals.map((judged) => toStored(memory, judged, { isFinal: true, now }));
  for (const { request } of memory.finals) memory.shown.delete(request.id);
  const gone = memory.gone.filter(({ id }) => !memory.preview.shows(id));
  for (const { id } of gone) memory.shown.delete(id);
  memory.finals.length = 0;
  memory.gone.length = 0;
  return { checkpoint: { position, state: saveMemory(memory) }, requests, gone, hosts: hostViews(memory) };
}

/** Those whose cause is another one now. */
function judgedAgain(memory: Memory, fresh: ReadonlySet<Judged>): readonly Judged[] {
  if (memory.advancedTo < memory.judgedAt + judgeAgainMs) return [];
  memory.judgedAt = memory.advancedTo;
  const again: Judged[] = [];
  let count = 0;
  for (const [id, before] of memory.shown) {
    if (fresh.has(before) || before.request.outcome === "failed") continue;
    count += 1;
    if (count > judgedMax) break;
    const judged = memory.judge.look(before.request);
    if (judged.claim?.cause.id === before.claim?.cause.id) continue;
    memory.shown.set(id, judged);
    again.push(judged);
  }
  return again;
}

function toStored(
  { intake }: Memory,
  { request, claim }: Judged,
  how: { readonly isFinal: boolean; readonly now: number },
): StoredRequest {
  return toStoredRequest(request, claim, {
    pathOf: (fileId) => intake.fileOf(fileId)?.path ?? fileId,
    isFinal: how.isFinal,
    changedAt: how.now,
  });
}

function hostViews({ board, watermarks, judge }: Memory): readonly HostView[] {
  return board.changed().map((host) => {
    const passedAt = watermarks.passedBy(host);
    const moments = { passedAt, readAt: watermarks.readAt(host) };
    return board.view(host, moments, judge.problems(host, passedAt));
  });
}
