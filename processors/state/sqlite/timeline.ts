import type { OutcomeCounts, Steps, TimelineFilter } from "../../contract/index.ts";
import { facetMatches } from "../facet.ts";
import type { Facet } from "../facet.ts";
import { hourMs } from "../hour.ts";
import { areHours, createTimeline, endOfSteps } from "../timeline.ts";
import type { OpenFile } from "./open-file.ts";
import { integerOf } from "./row.ts";
import type { Row } from "./row.ts";
import { statement } from "./statement.ts";

/** Whole hours from running sums, else from the index of each facet's starts, in which each request of the time that is asked for stands once: its own row is not read. */
export function timelineOf(file: OpenFile, filter: TimelineFilter, steps: Steps): readonly OutcomeCounts[] {
  const timeline = createTimeline(steps);
  for (const { facet, row } of areHours(steps) ? hours(file, steps) : starts(file, steps)) {
    if (!facetMatches(facet, filter)) continue;
    const started = steps.from + integerOf(row, "step") * steps.stepMs;
    timeline.add(started, facet.outcome, integerOf(row, "requests"));
  }
  return timeline.counts;
}

interface Counted {
  readonly facet: Facet;
  /** The step, and how many `requests` began in it. */
  readonly row: Row;
}

function hours({ reader, facets }: OpenFile, steps: Steps): readonly Counted[] {
  const count = statement(
    reader,
    `SELECT (hour * ${hourMs} - ?1) / ?3 AS step, facet, sum(requests) AS requests FROM tallies
     WHERE hour >= ?1 / ${hourMs} AND hour < ?2 / ${hourMs} GROUP BY 1, 2`,
  );
  const rows = count.all(steps.from, endOfSteps(steps), steps.stepMs);
  return rows.map((row) => ({ facet: facets.facet(integerOf(row, "facet")), row }));
}

function* starts({ reader, facets }: OpenFile, steps: Steps): Generator<Counted> {
  const count = statement(
    reader,
    `SELECT (started - ?1) / ?3 AS step, count(*) AS requests FROM requests
     WHERE facet = ?4 AND started >= ?1 AND started < ?2 GROUP BY 1`,
  );
  for (const [number, facet] of facets.entries())
    for (const row of count.all(steps.from, endOfSteps(steps), steps.stepMs, number)) yield { facet, row };
}
