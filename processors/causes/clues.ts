import type { Evidence, HostActivity, Kind, Request } from "../contract/index.ts";

/** A request's evidence, arranged for the questions that signals ask. */
export interface Clues {
  readonly request: Request;
  readonly activity: HostActivity;
  /** Evidence of these kinds: one kind after the other, each in the request's order. */
  of(kinds: readonly Kind[]): readonly Evidence[];
}

export function cluesOf(request: Request, activity: HostActivity): Clues {
  const byKind = new Map<Kind, Evidence[]>();
  for (const evidence of request.evidence) {
    const same = byKind.get(evidence.observation.kind);
    if (same === undefined) byKind.set(evidence.observation.kind, [evidence]);
    else same.push(evidence);
  }
  return { request, activity, of: (kinds) => ofKinds(byKind, kinds) };
}

/** Most kinds are not there: a list is made only of what is there under two kinds. */
function ofKinds(
  byKind: ReadonlyMap<Kind, readonly Evidence[]>,
  kinds: readonly Kind[],
): readonly Evidence[] {
  let found = none;
  for (const kind of kinds) {
    const same = byKind.get(kind);
    if (same !== undefined) found = found.length === 0 ? same : [...found, ...same];
  }
  return found;
}

/** The request itself was compared with its challenge and found different: a phase of validation behind the first says False. */
export function wasCompared(clues: Clues): boolean {
  return clues
    .of(["verify.phase"])
    .some(({ observation: { facts } }) => (facts.phase ?? 1) > 1 && facts.verdict === false);
}

const none: readonly Evidence[] = [];
