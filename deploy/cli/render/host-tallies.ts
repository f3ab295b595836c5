import type { Request } from "../../../processors/contract/index.ts";
import { compareText } from "./compare-text.ts";
import type { HostTally } from "./summary.ts";

const hostsMax = 10_000;

/** Requests and failures by host, of all hosts that there are; the first that appear, should there be too many. */
export function createHostTallies(): {
  readonly add: (request: Request) => void;
  /** There are logs of it, whether there are requests or not. */
  readonly see: (host: string) => void;
  readonly ranked: () => readonly HostTally[];
} {
  const tallies = new Map<string, { requests: number; failed: number }>();
  const tallyOf = (host: string): { requests: number; failed: number } => {
    const tally = tallies.get(host) ?? { requests: 0, failed: 0 };
    if (tallies.has(host) || tallies.size < hostsMax) tallies.set(host, tally);
    return tally;
  };
  return {
    add({ host, outcome }) {
      const tally = tallyOf(host);
      tally.requests += 1;
      if (outcome === "failed") tally.failed += 1;
    },
    see: (host) => void tallyOf(host),
    ranked: () => [...tallies].map(([host, tally]) => ({ host, ...tally })).sort(byFailures),
  };
}

function byFailures(left: HostTally, right: HostTally): number {
  return right.failed - left.failed || right.requests - left.requests || compareText(left.host, right.host);
}
