import type { Carrier, TraceAttribute } from "../../processors/traces/index.ts";

/** What a request looks like as a trace, as a page of the documentation. Printed by `npm run generate`; never edited by hand. */
export function tracesToMarkdown(attributes: readonly TraceAttribute[]): string {
  return `${[
    ...opening,
    ...carriers.map(([carrier, title]) =>
      section(
        title,
        attributes.filter(({ on }) => on.includes(carrier)),
      ),
    ),
  ].join("\n\n")}\n`;
}

const opening: readonly string[] = [
  "# Traces",
  "<!-- Printed from processors/traces/attributes.ts by `npm run generate`. Do not edit. -->",
  "With `traces.endpoint` in the configuration, `scepscope up` sends each final request as an OpenTelemetry trace, as OTLP over HTTP (JSON), after the commit that made it final. " +
    "Without it nothing is sent, and what sends is not loaded. Why it looks as it does: `deploy/docs/adr/0021-a-request-is-a-trace.md`.",
  "The root span `scep request` lasts from the first to the last record. Below it stands a span for each stage that has a time: `scep profile`, `scep contact`, `scep verify`, `scep issue`, " +
    "`scep deliver`, `scep report`. A stage of which the logs tell no duration is a span of no length. Each record is an event of its stage's span, named by its kind, with the place where it stands in its file.",
  "Status: `Error` for what failed, with the cause as its message; `Ok` for what succeeded or was done; unset for what is open or unknown.",
  "Ids follow from the request's id: `trace` is the first 32 hex digits of the SHA-256 of `scepscope trace ID`, a span the first 16 of `scepscope span PART ID`, where PART is `request` or the stage's number. " +
    "What is read again is sent under the ids that it had. A request that was sent and comes again with more records (after its store was lost, or when a log was late) is told as `scep late evidence`: a trace of its own that links to the first and holds only what was not sent.",
  "A request without a single time is not sent. Of those that did not fail `traces.samplePercent` of a hundred are, chosen by the last 56 bits of the trace id as W3C Trace Context, level 2, has it. " +
    "What became of each is counted by `scepscope_traces_total`; what is lost (`queue-full`, `not-taken`) is logged too. A crash between commit and sending loses the trace, not the request.",
  "Certificate requests, challenges and messages are never sent; a record's own words only with `traces.logTexts`, and not where users or devices are hashed. A span has 128 events at most, and tells how many it left out.",
];

const carriers: readonly (readonly [Carrier, string])[] = [
  ["resource", "Resource"],
  ["request", "The request"],
  ["stage", "A stage"],
  ["event", "A record, as an event"],
  ["late evidence", "Late evidence"],
  ["link", "Its link"],
];

function section(title: string, attributes: readonly TraceAttribute[]): string {
  const rows = attributes.map(({ name, meaning }) => `| \`${name}\` | ${meaning} |`);
  return [`## ${title}`, "", "| attribute | meaning |", "|---|---|", ...rows].join("\n");
}
