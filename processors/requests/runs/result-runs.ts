import type { Observation } from "../../contract/index.ts";
import { isFinalResult } from "../final-result.ts";
import { byBegin } from "../fragment.ts";
import type { Fragment } from "../fragment.ts";
import { identifierNames } from "./identifiers.ts";

/** Nothing but a final result is there. */
export function isLoneResult({ observations }: Fragment): boolean {
  return observations.every(isFinalResult);
}

/**
 * Results that stand for the runs whose steps are not there: one for each request, as far as an identifier tells. So they find the device's call that they end. What else was reported stays a report.
 * `lacking`: what shows that steps are not logged.
 */
export function resultRuns<T extends Told>(told: T, lacking: ReadonlySet<Observation>): T {
  if (lacking.size === 0) return told;
  const runs = [...told.runs];
  const reports: Fragment[] = [];
  const known = new Set(runs.flatMap((run) => namesOf(run)));
  for (const report of told.reports) {
    const names = namesOf(report);
    const isLacking = isLoneResult(report) && report.observations.every((one) => lacking.has(one));
    if (!isLacking || names.some((name) => known.has(name))) {
      reports.push(report);
      continue;
    }
    for (const name of names) known.add(name);
    runs.push({ ...report, role: "connector-run", whole: false });
  }
  return { ...told, runs: runs.toSorted(byBegin), reports };
}

/** What was made of a connector's events. */
interface Told {
  readonly runs: readonly Fragment[];
  readonly reports: readonly Fragment[];
}

function namesOf({ observations }: Fragment): string[] {
  return observations.flatMap(identifierNames);
}
