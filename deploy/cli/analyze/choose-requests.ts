import type { Claim, Request } from "../../../processors/contract/index.ts";

export interface Chosen {
  readonly request: Request;
  readonly claim: Claim | null;
}

/** Which requests of any number a report lists, and which it tells in full: bounded, those in trouble first. */
export interface Choice {
  add(request: Request, claim: Claim | null): void;
  readonly listed: () => readonly Chosen[];
  readonly told: () => readonly Chosen[];
}

export interface ChoiceLimits {
  readonly listedMax: number;
  readonly toldMax: number;
  /** Of the same cause: the hundredth tells nothing that the first did not. */
  readonly toldOfCauseMax: number;
}

export function createChoice({ listedMax, toldMax, toldOfCauseMax }: ChoiceLimits): Choice {
  const troubled: Chosen[] = [];
  const well: Chosen[] = [];
  return {
    add: (request, claim) => {
      const list = request.outcome === "succeeded" && claim === null ? well : troubled;
      if (list.length < listedMax) list.push({ request, claim });
    },
    listed: () => [...newestFirst(troubled), ...newestFirst(well)].slice(0, listedMax),
    told: () => {
      const counts = new Map<string, number>();
      const told = newestFirst(troubled).filter(({ request, claim }) => {
        const cause = claim?.cause.id ?? request.outcome;
        counts.set(cause, (counts.get(cause) ?? 0) + 1);
        return (counts.get(cause) ?? 0) <= toldOfCauseMax;
      });
      return [...told, ...newestFirst(well).slice(0, toldOfCauseMax)].slice(0, toldMax);
    },
  };
}

function newestFirst(list: readonly Chosen[]): readonly Chosen[] {
  return list.toSorted((a, b) => (b.request.startedAt ?? 0) - (a.request.startedAt ?? 0));
}
