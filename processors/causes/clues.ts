import type { Evidence, HostActivity, Kind, Request } from "../contract/index.ts";

/** A request's evidence, arranged for the questions that signals ask. */
export interface Clues {
  readonly request: Request;
  readonly activity: HostActivity;
  /** Evidence of these kinds, in the request's order. */
  of(kinds: readonly Kind[]): readonly Evidence[];
}

export function cluesOf(request: Request, activity: HostActivity): Clues {
  const byKind = new Map<Kind, Evidence[]>();
  for (const evidence of request.evidence) {
    const same = byKind.get(evidence.observation.kind);
    if (same === undefined) byKind.set(evidence.observation.kind, [evidence]);
    else same.push(evidence);
  }
  return { request, activity, of: (kinds) => kinds.flatMap((kind) => byKind.get(kind) ?? none) };
}

const none: readonly Evidence[] = [];
