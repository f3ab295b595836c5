import { isoTime } from "../../contract/index.ts";
import type { Lookup, RequestFilter, Summary } from "../../contract/index.ts";
import { causesShown, overviewPage, rangeStart } from "../../page/index.ts";
import type { CauseSpan, Stuck } from "../../page/index.ts";
import type { ApiContext, Router } from "../context.ts";
import { lookAtCause } from "../look-at-cause.ts";
import { frameOf } from "./frame-of.ts";
import { overviewQuery } from "../query.ts";
import type { Site } from "../site.ts";
import { timelineOf } from "../timeline-of.ts";

/** A request takes seconds; whoever needs longer than this waits for something. */
const openMsMax = 15 * 60_000;
const stuckMax = 6;
const failuresMax = 8;
/** Requests of a cause whose devices are counted. */
const countedMax = 100;

/** `/`: how it goes, at a glance. */
export function addOverviewRoute(router: Router, context: ApiContext, site: Site): void {
  const { options } = context;
  const { lookup, catalogue } = options;
  const causes = new Map(catalogue.map((cause) => [cause.id, cause]));
  router.get("/", async (c) => {
    const frame = frameOf(context);
    const { now } = frame;
    const { range = "all" } = overviewQuery.read(c.req.url);
    const since = rangeStart(range, now);
    const filter: RequestFilter = since === null ? {} : { since };
    const [summary, timeline, stuck, failures, hosts] = await Promise.all([
      lookup.summary(filter),
      timelineOf(lookup, since, now),
      stuckOf(lookup, filter, now),
      lookup.list({ ...filter, outcome: "failed" }, { limit: failuresMax, cursor: null }),
      lookup.hosts(),
    ]);
    const spans = await spansOf(lookup, filter, summary);
    const view = {
      range,
      query: since === null ? "" : `since=${encodeURIComponent(isoTime(since))}`,
      summary,
      timeline,
      causes,
      spans,
      stuck,
      failures: failures.requests,
      hosts,
      alerts: options.alerts?.() ?? null,
    };
    const shell = { title: "Overview", active: "overview", live: { isLive: true } } as const;
    return site.page(shell, overviewPage(view, frame));
  });
}

async function stuckOf(lookup: Lookup, filter: RequestFilter, now: number): Promise<Stuck> {
  const until = now - openMsMax;
  const asked: RequestFilter = { ...filter, outcome: "open", until };
  const [summary, list] = await Promise.all([
    lookup.summary(asked),
    lookup.list(asked, { limit: stuckMax, cursor: null }),
  ]);
  return { openMsMax, count: summary.requests, requests: list.requests, until: isoTime(until) };
}

async function spansOf(
  lookup: Lookup,
  filter: RequestFilter,
  summary: Summary,
): Promise<ReadonlyMap<string, CauseSpan>> {
  const found = await Promise.all(
    causesShown(summary).map(
      async (cause) => [cause, await lookAtCause(lookup, { ...filter, cause }, countedMax)] as const,
    ),
  );
  return new Map(found);
}
