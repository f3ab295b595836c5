import type { OutcomeCounts, Steps, TimelineFilter } from "../../contract/index.ts";
import { facetMatches } from "../facet.ts";
import { hourMs } from "../hour.ts";
import { areHours, createTimeline, endOfSteps } from "../timeline.ts";
import type { OpenFile } from "./open-file.ts";
import { integerOf } from "./row.ts";
import type { Row } from "./row.ts";
import { statement } from "./statement.ts";

/** Whole hours from running sums, else the index of starts: each request of the time that is asked for once. */
export function timelineOf(file: OpenFile, filter: TimelineFilter, steps: Steps): readonly OutcomeCounts[] {
  const timeline = createTimeline(steps);
  for (const row of areHours(steps) ? byHour(file, steps) : byStart(file, steps)) {
    const facet = file.facets.facet(integerOf(row, "facet"));
    if (facetMatches(facet, filter))
      timeline.add(integerOf(row, "started"), facet.outcome, integerOf(row, "requests"));
  }
  return timeline.counts;
}

function byHour({ reader }: OpenFile, steps: Steps): Row[] {
  return statement(
    reader,
    `SELECT hour * ${hourMs} AS started, facet, requests FROM tallies WHERE hour >= ? AND hour < ?`,
  ).all(steps.from / hourMs, endOfSteps(steps) / hourMs);
}

function byStart({ reader }: OpenFile, steps: Steps): Row[] {
  return statement(
    reader,
    `SELECT min(started) AS started, facet, count(*) AS requests FROM requests
     WHERE started >= ?1 AND started < ?2 GROUP BY (started - ?1) / ?3, facet`,
  ).all(steps.from, endOfSteps(steps), steps.stepMs);
}
