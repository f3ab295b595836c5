import { newestEvent, shownProblem } from "../../../processors/contract/index.ts";
import type { HostSource, HostView, Problem } from "../../../processors/contract/index.ts";
import type { SourceTally } from "../../../processors/index.ts";

/** The hosts of a bundle as the page shows them. The files of one folder are one source; all of them were read to their end. */
export function hostViews(
  tallies: readonly SourceTally[],
  problems: ReadonlyMap<string, readonly Problem[]>,
): readonly HostView[] {
  const hosts = Map.groupBy(tallies, ({ host }) => host);
  return [...hosts]
    .map(([host, own]): HostView => {
      const newest = newestOf(own);
      return {
        host,
        passedAt: newest.eventAt,
        ...newest,
        readAt: null,
        sources: sourcesOf(own),
        problems: (problems.get(host) ?? []).map(shownProblem),
      };
    })
    .toSorted((a, b) => (a.host < b.host ? -1 : 1));
}

function sourcesOf(tallies: readonly SourceTally[]): readonly HostSource[] {
  const folders = Map.groupBy(tallies, ({ file }) => file.path.replace(/[^/]*$/, "*"));
  return [...folders].map(([name, own]) => {
    const sum = (of: (tally: SourceTally) => number): number =>
      own.reduce((total, tally) => total + of(tally), 0);
    const newest = newestOf(own);
    return {
      name,
      format: own[0]?.format ?? null,
      condition: "current",
      detail: "",
      files: own.length,
      bytesShipped: sum(({ bytes }) => bytes),
      bytesBehind: 0,
      changedAt: newest.eventAt,
      records: sum(({ records }) => records),
      rejected: sum(({ rejected }) => rejected),
      gapBytes: 0,
      duplicateBytes: 0,
      late: 0,
      ...newest,
    };
  });
}

function newestOf(tallies: readonly SourceTally[]): ReturnType<typeof newestEvent> {
  return newestEvent(
    tallies.map(({ newest: { at, trust } }) => ({
      eventAt: at,
      ...(trust === null ? {} : { eventTrust: trust }),
    })),
  );
}
