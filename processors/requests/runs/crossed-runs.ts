import type { Observation } from "../../contract/index.ts";
import { complete, sameThreadMs } from "./connector-draft.ts";
import type { Draft } from "./connector-draft.ts";

/**
 * Without identifiers the thread alone tells the events of two requests apart that are under way at once. That a request stays on its thread is known of no version of the connector: where it does not, two
 * that have changed threads can complete each other. So runs that cross are certain only where enough runs show that threads stay, and none that one has changed.
 */
export function doubtCrossed(keyless: readonly Draft[]): void {
  const crossings = crossingsOf(keyless);
  if (crossings.length === 0 || isSteady(keyless, crossings)) return;
  for (const { a, b } of crossings) {
    a.whole = false;
    b.whole = false;
  }
}

/** As many do not complete one another by chance. */
const steadyMin = 6;
/** Two lost events can look like one that has changed its thread: no more often than once in so many runs. */
const chanceOf = 100;

function isSteady(keyless: readonly Draft[], crossings: readonly Crossing[]): boolean {
  const stayed = keyless.filter((draft) => draft.whole && complete(draft)).length;
  const changed = crossings.filter(({ a, b }) => hasChanged(a, b) || hasChanged(b, a)).length;
  return stayed >= steadyMin && changed * chanceOf <= stayed;
}

/** Two of which each may have told a step of the other. */
interface Crossing {
  readonly a: Draft;
  readonly b: Draft;
}

interface Stretch {
  readonly draft: Draft;
  readonly from: number;
  readonly to: number;
}

function crossingsOf(drafts: readonly Draft[]): readonly Crossing[] {
  const crossings: Crossing[] = [];
  let open: Stretch[] = [];
  for (const stretch of drafts.map((draft) => stretchOf(draft)).toSorted((a, b) => a.from - b.from)) {
    open = open.filter(({ to }) => to >= stretch.from).slice(-openMax);
    for (const { draft } of open) crossings.push({ a: draft, b: stretch.draft });
    open.push(stretch);
  }
  return crossings;
}

/** More are never under way at once: NDES has some dozen threads. */
const openMax = 64;

/** What it lacks may be with another, as long as a thread may be silent. */
function stretchOf(draft: Draft): Stretch {
  const [first, last] = [draft.observations[0], draft.observations.at(-1)];
  const [start, end] = [first?.at ?? 0, last?.at ?? 0];
  return {
    draft,
    from: first?.kind === "verify.received" ? start : start - sameThreadMs,
    to: complete(draft) ? end : end + sameThreadMs,
  };
}

/** One run lacks the very step that another has too much. */
function hasChanged(lacking: Draft, having: Draft): boolean {
  return having.observations.some((one, index) => {
    const before = having.observations.slice(0, index);
    return isSurplus(one, before) && lacks(lacking, one);
  });
}

function isSurplus(one: Observation, before: readonly Observation[]): boolean {
  if (one.kind === "verify.finished") return !has(before, "verify.received") || has(before, one.kind);
  return isDecision(one) && (!isVerified(before) || before.some((other) => isDecision(other)));
}

function lacks({ observations }: Draft, { kind, at }: Observation): boolean {
  const before = observations.filter((one) => (one.at ?? 0) <= (at ?? 0));
  const last = before.at(-1);
  if (last === undefined || (at ?? 0) - (last.at ?? 0) > sameThreadMs) return false;
  if (kind === "verify.finished") return has(before, "verify.received") && !has(observations, kind);
  return isVerified(before) && !observations.some((one) => isDecision(one));
}

function has(observations: readonly Observation[], kind: Observation["kind"]): boolean {
  return observations.some((one) => one.kind === kind);
}

function isVerified(observations: readonly Observation[]): boolean {
  return observations.some(({ kind, outcome }) => kind === "verify.finished" && outcome === "ok");
}

function isDecision({ kind }: Observation): boolean {
  return kind === "issue.issued" || kind === "issue.denied";
}
