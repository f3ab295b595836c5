import type { Label, Metric } from "../../processors/contract/index.ts";

/** The catalogue of metrics as a page of the documentation. Printed by `npm run generate`; never edited by hand. */
export function metricsToMarkdown(metrics: readonly Metric[], runtimePrefixes: readonly string[]): string {
  const groups = [
    ["Requests and servers", metrics.filter(({ name }) => name.startsWith("scep_"))],
    ["The pipeline", metrics.filter(({ name }) => name.startsWith("scepscope_"))],
  ] as const;
  const parts = [
    ...opening(metrics.length, runtimePrefixes),
    ...groups.flatMap(([title, members]) => [`## ${title}`, table(members)]),
    "## Labels",
    labelTable(metrics),
    "## Series that are there from the beginning",
    zeroText,
    zeroTable(metrics),
    "## Buckets",
    ...metrics.filter(({ buckets }) => buckets.length > 0).map(bucketLine),
  ];
  return `${parts.join("\n\n")}\n`;
}

function opening(count: number, runtimePrefixes: readonly string[]): readonly string[] {
  return [
    "# Metrics",
    "<!-- Printed from processors/contract/metrics by `npm run generate`. Do not edit. -->",
    `What \`/metrics\` answers, as text for Prometheus or, on request, as OpenMetrics with exemplars: \`request_id\` is a request that was counted there. ${count} metrics; ` +
      `beside them the Node.js process tells of itself under ${runtimePrefixes.map((prefix) => `\`${prefix}…\``).join(" and ")}.`,
    "Totals are part of the state that is kept with the file cursors: they survive a restart without a reset, count each record once, and show only what is kept. " +
      "Time stamps are seconds since 1970 by the clock of the logs, but for those of heartbeats, reads and checkpoints.",
    "A request is counted as final when nothing can join it any more, which may be an hour after its last record. For what must be noticed within minutes there are the " +
      "gauges of open, stuck and recent requests, and the counters of single records.",
    "The answer is compressed (gzip) for whoever asks so, as Prometheus does: two hundred servers are some megabytes of zeros, and a twentieth of that on the wire.",
  ];
}

function table(metrics: readonly Metric[]): string {
  const rows = metrics.map(
    ({ name, type, unit, labels, meaning }) =>
      `| \`${name}\` | ${type} | ${unit} | ${labels.map((label) => `\`${label.name}\``).join(" ") || "–"} | ${meaning} |`,
  );
  return ["| name | type | unit | labels | meaning |", "|---|---|---|---|---|", ...rows].join("\n");
}

function labelTable(metrics: readonly Metric[]): string {
  const byName = Map.groupBy(
    metrics.flatMap(({ labels }) => labels),
    ({ name }) => name,
  );
  const rows = [...byName].map(([name, labels]) => `| \`${name}\` | ${valuesText(labels)} |`);
  return ["| label | values |", "|---|---|", ...rows].join("\n");
}

const boundTexts = {
  causes: "an id of the failure catalogue (`deploy/docs/causes.md`), or `none`",
  hostsMax:
    "a server's name, up to `hostsMax` of them; `other`: all that come later, or have no name; `devices`: what phones and PCs say of themselves, that is hosts that nothing but devices' logs come from, which the page and `/api/v1/hosts` show each by its name",
  sourcesMax:
    "a source's name as the hosts page shows it, up to `sourcesMax` for each host; `other`: the rest",
} as const;

function valuesText(labels: readonly Label[]): string {
  const closed = new Set<string>();
  for (const { values } of labels) {
    if (typeof values === "string") return boundTexts[values];
    for (const value of values) closed.add(value);
  }
  return [...closed].map((value) => `\`${value}\``).join(" ");
}

const zeroText =
  "A counter that appears with its first count is not seen to rise. So what can be known is shown as zero: the fleet's series from the start, a server's when the " +
  "first of its logs is read, those of a format when it is read on that host. Where a metric has more series than anybody would be woken for, only these begin at zero:";

function zeroTable(metrics: readonly Metric[]): string {
  const rows = metrics.flatMap(({ name, zeroOnly }) =>
    zeroOnly.map(
      (list) =>
        `| \`${name}\` | ${Object.entries(list)
          .map(([label, values]) => `${label}: ${values.map((value) => `\`${value}\``).join(" ")}`)
          .join("; ")} |`,
    ),
  );
  return ["| metric | labels |", "|---|---|", ...rows].join("\n");
}

function bucketLine({ name, buckets }: Metric): string {
  return `\`${name}\`: ${buckets.join(", ")} seconds.`;
}
