import type { Summary } from "../summary.ts";

/** What stands behind a time: times of clocks that tell no zone are not UTC. */
export function zoneWord({ doubt, outcomes }: Summary): string {
  const { succeeded, failed, open, unknown } = outcomes;
  return doubt.unknownZone > 0 && doubt.unknownZone === succeeded + failed + open + unknown
    ? "(zone not known: --zone)"
    : "UTC";
}
