import type { Outcome, Problem, Request, Stage } from "../../../processors/contract/index.ts";
import { createCauseTallies } from "./cause-tallies.ts";
import { createDoubtTally } from "./doubt-tally.ts";
import { createHostTallies } from "./host-tallies.ts";
import { createRejectTally } from "./reject-tally.ts";
import { createRowList } from "./row-list.ts";
import { createSpanTally } from "./span-tally.ts";
import type { Summary, SummaryBuilder } from "./summary.ts";

export interface SummaryOf {
  /** How many logs and archives were not read in full, counted by whoever reads them. */
  readonly lost: () => number;
  /** Whether less than all was asked for. */
  readonly isNarrowed: boolean;
}

const all: SummaryOf = { lost: () => 0, isNarrowed: false };

/** Adds up a verdict, one request at a time. `rowsMax`: how many requests are listed. */
export function createSummary(rowsMax: number = 20, { lost, isNarrowed }: SummaryOf = all): SummaryBuilder {
  const sources = createSourceTally();
  const outcomes = createOutcomeTally();
  const rejected = createRejectTally();
  const problems: Problem[] = [];
  const hosts = createHostTallies();
  const causes = createCauseTallies();
  const doubt = createDoubtTally(isNarrowed);
  const span = createSpanTally();
  const rows = createRowList(rowsMax);
  let others = 0;
  return {
    add(request, claim, listed = request.outcome === "failed") {
      for (const tally of [outcomes, hosts, doubt, span]) tally.add(request);
      causes.add(request, claim);
      if (listed) rows.add(request, claim);
    },
    addSource: (source) => [sources, doubt].forEach((tally) => tally.addSource(source)),
    addRejected: (reason, path, hint = "") => rejected.add(reason, path, hint),
    addOther: () => void (others += 1),
    addUnbound: doubt.addUnbound,
    addUntold: doubt.addUntold,
    addHost: (host) => hosts.see(host),
    addProblems: (found) => void problems.push(...found),
    summary: () => ({
      ...outcomes.result(),
      others,
      problems,
      lost: lost(),
      sources: sources.result(),
      rejected: rejected.result(),
      hosts: hosts.ranked(),
      ...span.result(),
      causes: causes.ranked(),
      unexplained: causes.unexplained(),
      doubt: doubt.result(),
      ...rows.result(),
    }),
  };
}

function createOutcomeTally(): {
  readonly add: (request: Request) => void;
  readonly result: () => Pick<Summary, "outcomes" | "failedIn">;
} {
  const outcomes: Record<Outcome, number> = { succeeded: 0, failed: 0, open: 0, unknown: 0 };
  const failedIn = new Map<Stage, number>();
  return {
    add({ outcome, failedStage }) {
      outcomes[outcome] += 1;
      if (failedStage !== null) failedIn.set(failedStage, (failedIn.get(failedStage) ?? 0) + 1);
    },
    result: () => ({ outcomes, failedIn }),
  };
}

function createSourceTally(): {
  readonly addSource: SummaryBuilder["addSource"];
  readonly result: () => Summary["sources"];
} {
  const sources = { files: 0, records: 0, bytes: 0 };
  return {
    addSource({ records, bytes }) {
      sources.files += 1;
      sources.records += records;
      sources.bytes += bytes;
    },
    result: () => sources,
  };
}
