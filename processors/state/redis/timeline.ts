import type { OutcomeCounts, Steps, TimelineFilter } from "../../contract/index.ts";
import { facetMatches } from "../facet.ts";
import { hourMs } from "../hour.ts";
import { firstRank } from "../rank.ts";
import { spanOf } from "../span.ts";
import { areHours, createTimeline, endOfSteps } from "../timeline.ts";
import type { Timeline } from "../timeline.ts";
import { searchByStart } from "./candidates.ts";
import { partitionsOf } from "./lookup-in-redis.ts";
import type { Reading } from "./lookup-in-redis.ts";
import { runningSums } from "./running-sums.ts";

/** Whole hours from running sums, else each request of the time that is asked for once. */
export async function timelineOf(
  reading: Reading,
  filter: TimelineFilter,
  steps: Steps,
): Promise<readonly OutcomeCounts[]> {
  const timeline = createTimeline(steps);
  const partitions = await partitionsOf(reading);
  if (areHours(steps)) {
    const hours = [steps.from / hourMs, endOfSteps(steps) / hourMs] as const;
    const sums = await Promise.all(partitions.map((partition) => runningSums(reading, partition, hours)));
    for (const { hour, facet, requests } of sums.flat())
      if (facetMatches(facet, filter)) timeline.add(hour * hourMs, facet.outcome, requests);
  } else await addEach(reading, partitions, { filter, steps, timeline });
  return timeline.counts;
}

const portion = 1000;

interface Adding {
  readonly filter: TimelineFilter;
  readonly steps: Steps;
  readonly timeline: Timeline;
}

async function addEach(
  reading: Reading,
  partitions: readonly string[],
  { filter, steps, timeline }: Adding,
): Promise<void> {
  const within = { ...filter, since: steps.from, until: endOfSteps(steps) };
  const search = searchByStart(reading, reading.books, { filter: within, partitions });
  for (let after = firstRank; ;) {
    const batch = await search(spanOf(within, after), portion);
    for (const { facet, rank } of batch)
      if (facetMatches(facet, filter)) timeline.add(rank.started, facet.outcome, 1);
    const last = batch.at(-1);
    if (last === undefined || batch.length < portion) return;
    after = last.rank;
  }
}
