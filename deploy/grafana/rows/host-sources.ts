import { sourceMetrics } from "../../../processors/contract/index.ts";
import { host, lines, once, query } from "../panel.ts";
import type { Row } from "../panel.ts";

export const sources: Row = {
  title: "Sources",
  panels: [
    lines({
      title: "State of each source",
      description: "The condition that each source is in: `current` when all is well.",
      unit: "short",
      queries: [
        query(
          `max by (source, condition) (scepscope_source_condition{${host}})`,
          "{{source}}: {{condition}}",
        ),
      ],
    }),
    lines({
      title: "Lag of each source",
      description:
        "From the newest event that was read to the source's last change, while there is more to read.",
      unit: "s",
      queries: [query(`max by (source) (scepscope_source_lag_seconds{${host}})`, "{{source}}")],
    }),
    lines({
      title: "Not shipped yet",
      description: "Bytes that are in the files and were not shipped yet.",
      unit: "bytes",
      queries: [query(`sum by (source) (${once(sourceMetrics.lagBytes, host)})`, "{{source}}")],
    }),
    lines({
      title: "Newest event of each source",
      description:
        "How long ago the newest event of each source is. A source that stands still while others go on has something wrong.",
      unit: "s",
      queries: [
        query(`time() - max by (source) (scepscope_source_event_timestamp_seconds{${host}})`, "{{source}}"),
      ],
    }),
  ],
};
