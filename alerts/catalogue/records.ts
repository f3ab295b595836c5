import { readMetrics, requestMetrics } from "../../processors/contract/index.ts";
import { ofPipeline } from "../alert.ts";
import type { Alert } from "../alert.ts";
import { recorded, unlessRebuilt } from "../promql.ts";
import { spacedRise } from "../records.ts";

const { late, overflows, records, rejected } = readMetrics;
const { boundRecords, candidates } = requestMetrics;

/** The pipeline: what became of the records. */
export const recordAlerts: readonly Alert[] = [
  ofPipeline({
    name: "ScepRecordsRejected",
    by: ["host"],
    expression: ({ window, share, count }) => {
      const refused = spacedRise(rejected, window);
      return `(${refused} >= ${count}) / on (host) ${spacedRise(records, window)} > ${share}`;
    },
    summary: "Much of the logs of {{ $labels.host }} could not be understood",
    now: "{{ $value | humanizePercentage }} of the records were rejected in the last {window}.",
    runbook: {
      meaning:
        "Records do not follow the grammar of their format. An update may have changed it, or a file is damaged.",
      impact: "What these records say is missing in requests.",
      check: [
        "`scepscope_rejected_records_total` by reason, and the page of the host.",
        "`scepscope records PATH` prints them with their place.",
      ],
      steps: ["Look the reason up in `deploy/docs/errors.md`: each has its remedy."],
      fixed: "The share falls.",
    },
  }),
  ofPipeline({
    name: "ScepRecordsLate",
    by: ["host"],
    expression: ({ window, share, count }) => {
      const tardy = spacedRise(late, window);
      return [
        `(${tardy} >= ${count}) / on (host) ${spacedRise(records, window)} > ${share}`,
        `unless on (host) present_over_time(${recorded.outage}[${window}])`,
      ].join("\n");
    },
    summary: "Records of {{ $labels.host }} came when their time was decided already",
    now: "{{ $value | humanizePercentage }} of the records in the last {window}.",
    runbook: {
      meaning:
        "Some log is written or shipped later than the pipeline waits for it. After an outage this is expected, and not told.",
      impact: "Requests were decided without these records; some show as open or unknown.",
      check: [
        "Which format: `scepscope_late_records_total`.",
        "Was the host silent, or a source missing for a while?",
      ],
      steps: ["Raise `live.allowanceMs` for what this writer holds back, or correct the host's clock."],
      fixed: "No further late records.",
    },
  }),
  ofPipeline({
    name: "ScepAmbiguityRising",
    by: ["host"],
    expression: ({ window, share, factor, volume }) =>
      [
        `${recorded.ambiguous} > ${share}`,
        `unless on (host) ${recorded.ambiguous} <= ${factor} * (${recorded.ambiguous} offset 1d)`,
        `and on (host) ${spacedRise(boundRecords, window)} >= ${volume}`,
      ].join("\n"),
    summary: "More and more records of {{ $labels.host }} fit several requests",
    now: `{{ $value | humanizePercentage }} of what was bound in the last {window}; see ${candidates.name}.`,
    runbook: {
      meaning:
        "Records that might belong to several requests have become many more than a day ago: an identifier or a column of a log may be missing since.",
      impact: "These records stand as candidates on several requests and prove nothing; nothing is guessed.",
      check: [
        "The page of the host: does it say that logs lack something?",
        "Was a log's format or its list of columns changed in the last day?",
      ],
      steps: [
        "Give IIS its columns back: time-taken, sc-substatus, sc-win32-status, cs(User-Agent), cs-uri-query, c-ip.",
        "If the load alone has grown, correct the share in the values file.",
      ],
      fixed: "The share falls, or is the same for a day.",
    },
  }),
  ofPipeline({
    name: "ScepHostsUnlabelled",
    by: [],
    expression: ({ window, count }) =>
      `sum (increase(${overflows.name}[${window}]) ${unlessRebuilt(window)}) >= ${count}`,
    summary: "There are more hosts than labels: some have no alerts of their own",
    now: "{{ $value | humanize }} counts went to the host `other` in the last {window}.",
    runbook: {
      meaning: "More hosts write logs than the metrics have labels for, or names of hosts are no names.",
      impact: "Hosts that come later are summed up as `other`: alerts do not tell them apart.",
      check: [
        "`/hosts` on the page: are these hosts real? A field that is filled by clients may invent names.",
      ],
      steps: ["Raise `hostsMax` in the configuration, or correct the source that invents names."],
      fixed: "No further counts.",
    },
  }),
];
