import { fleetMetrics, hostMetrics, readMetrics, sourceMetrics } from "../../processors/contract/index.ts";
import { ofPipeline } from "../alert.ts";
import type { Alert } from "../alert.ts";
import { greatest, recorded, rise, secondsOf, series } from "../promql.ts";
import { recordedRise } from "../sums.ts";

const { problems } = hostMetrics;
const { bytes, clearedLogs, duplicateBytes, gapBytes, lostEvents } = readMetrics;
const { condition, hostReadAt, lagSeconds } = sourceMetrics;

/** Hosts that send no heartbeat of their own: logs of devices, and what has no label. */
const servers = 'host!~"devices|other"';
/** A processor that keeps up has fewer messages before it. */
const behindMessages = 100;

/** The pipeline: collectors and the logs that they follow. */
export const sourceAlerts: readonly Alert[] = [
  ofPipeline({
    name: "ScepCollectorSilent",
    by: ["host"],
    cause: "host.collector-silent",
    about: ["host.collector-silent"],
    // What still waits on the bus may be its heartbeats, a bus that does not answer brings none, nor has it brought any when it is just back, and while nothing can be kept none are taken: then it is we who do not hear.
    expression: ({ age }) => {
      const heard = greatest(hostReadAt, servers, "job, instance, partition, host");
      return [
        "max by (host) (",
        `  time() - ${heard} > ${secondsOf(age)}`,
        `  unless on (job, partition) min_over_time(${series(fleetMetrics.waiting)}[5m]) >= ${behindMessages}`,
        `  unless on (job) max_over_time(${recorded.busAway}[5m]) > 0`,
        `  unless on (job, instance) ${recorded.stalled}`,
        ")",
      ].join("\n");
    },
    summary: "Nothing is heard of the collector on {{ $labels.host }}",
    now: "Its last heartbeat is {{ $value | humanizeDuration }} old.",
    runbook: {
      meaning:
        "The collector reports every few seconds, whether there are logs or not. It has not for longer than its limit.",
      impact:
        "What happens on this host is unknown. Alerts about requests of this host are muted meanwhile, since silence is no failure.",
      check: [
        "`/hosts` on the page: since when, and whether others are silent too.",
        "The process on that host, and its log.",
      ],
      steps: [],
      fixed: "The heartbeat is back, and the collector goes on where it stopped: nothing has to be repeated.",
    },
  }),
  ofPipeline({
    name: "ScepSourceMissing",
    by: ["host", "source"],
    expression: () => `max by (host, source) (${series(condition, 'condition="missing"')}) > 0`,
    summary: "A log of {{ $labels.host }} is gone: {{ $labels.source }}",
    now: "The folder or file is not there.",
    runbook: {
      meaning: "A place that the collector is told to read does not exist any more, or its share is away.",
      impact: "The stage that this log tells of is unknown for new requests of this host.",
      check: [
        "Does the path exist for the account of the collector?",
        "`/hosts` on the page says what the collector saw.",
      ],
      steps: [
        "Bring the share or the folder back, or correct `places` in the configuration.",
        "Reading goes on by itself within seconds.",
      ],
      fixed: "The source is current again on the page of the host.",
    },
  }),
  ofPipeline({
    name: "ScepSourceUnreadable",
    by: ["host", "source"],
    expression: () => `max by (host, source) (${series(condition, 'condition=~"denied|failing"')}) > 0`,
    summary: "A log of {{ $labels.host }} cannot be read: {{ $labels.source }}",
    now: "The collector is refused, or reading fails.",
    runbook: {
      meaning:
        "The file is there, but the account of the collector may not read it, or the disk or share answers with errors.",
      impact: "The stage that this log tells of is unknown for new requests of this host.",
      check: [
        "The page of the host quotes the error.",
        "Rights on the file, for the account of the collector.",
      ],
      steps: [
        "Grant read on the folder to the account of the collector; for event channels membership in Event Log Readers.",
        "With errors of the disk or share: the System log of the host.",
      ],
      fixed: "The source is current again on the page of the host.",
    },
  }),
  ofPipeline({
    name: "ScepSourceLagging",
    by: ["host", "source"],
    expression: ({ age }) => `max by (host, source) (${series(lagSeconds)}) > ${secondsOf(age)}`,
    summary: "The collector on {{ $labels.host }} does not keep up: {{ $labels.source }}",
    now: "What is read lies {{ $value | humanizeDuration }} behind what is written.",
    runbook: {
      meaning:
        "There is more to read of this log, and it does not become less fast enough. After an outage or a first start this is normal for a while.",
      impact: "What the page and the alerts say of this host is as old as the lag.",
      check: [
        "`scepscope_source_lag_bytes`: does it fall?",
        "Processor and disk of the host; the limit `collector` in the configuration; alerts about commits.",
      ],
      steps: [
        "If it falls, wait.",
        "If it grows, raise the collector's limits, or find what writes so much.",
      ],
      fixed: "The lag is zero.",
    },
  }),
  ofPipeline({
    name: "ScepLogBytesMissing",
    by: ["host", "format"],
    expression: ({ window, bytes: least }) =>
      `${rise(gapBytes, "", { window, by: "host, format" })} >= ${least}`,
    summary: "Parts of a log of {{ $labels.host }} never arrived ({{ $labels.format }})",
    now: "{{ $value | humanize1024 }}B were found missing in the last {window}.",
    runbook: {
      meaning:
        "Later bytes of a file arrived, earlier ones did not: a log was deleted before it was read, or the bus lost what it had.",
      impact: "Requests of that time may be incomplete; they are shown with what is missing.",
      check: [
        "The page of the host: which source, and when.",
        "How long logs are kept on the host, and how long the bus keeps its messages.",
      ],
      steps: [
        "Keep logs longer than the collector can be away.",
        "If the file still exists elsewhere, `scepscope analyze` reads it.",
      ],
      fixed: "No further bytes within the window.",
    },
  }),
  ofPipeline({
    name: "ScepEventsLost",
    by: ["host"],
    cause: "host.events-lost",
    about: ["host.events-lost"],
    expression: ({ window, count: least }) =>
      // However many records may be missing, a log that has begun anew is told.
      `(${rise(lostEvents, "", { window })} >= ${least} or on (host) ${rise(clearedLogs, "", { window })})`,
    summary: "An event log of {{ $labels.host }} was overwritten or cleared before it was read",
    now: "So many records were found missing, or logs begun anew, in the last {window}: {{ $value | humanize }}.",
    runbook: {
      meaning:
        "Windows was asked for events, and the next ones in number were not there any more; or the numbers had begun anew.",
      impact:
        "Requests of that time may lack their events; where only some are asked for, maybe none was lost.",
      check: [
        "The page of the host: which log, and which record numbers.",
        "The collector's own log: was it away, or did it wait because nothing took what it had (`event log is not asked`)?",
      ],
      steps: [],
      fixed: "No further records within the window.",
    },
  }),
  ofPipeline({
    name: "ScepCollectedTwice",
    by: ["host"],
    expression: ({ window, share, bytes: least }) => {
      const twice = recordedRise(duplicateBytes, "", window);
      return `(${twice} >= ${least}) / on (host) (${rise(bytes, "", { window })} + on (host) ${twice}) > ${share}`;
    },
    summary: "The logs of {{ $labels.host }} arrived twice",
    now: "{{ $value | humanizePercentage }} of what arrived in the last {window} was there already.",
    runbook: {
      meaning:
        "Much of what arrives was read before. After a crash some is normal; if it lasts, two collectors ship the same logs.",
      impact: "None on the figures: duplicates are dropped. It costs network, bus and processor.",
      check: ["Which processes ship this host: the collector on it, and another that reads its share?"],
      steps: ["Stop one of the two.", "If only one runs: its checkpoint cannot be written; look at its log."],
      fixed: "The share falls to zero.",
    },
  }),
  ofPipeline({
    name: "ScepTwoCollectors",
    by: ["host"],
    cause: "host.collected-twice",
    about: ["host.collected-twice"],
    // Only a report can end the problem. Under a name that neither of them uses any more none comes: it is over when nothing was heard for as long as it would take to end.
    expression: () =>
      [
        `${greatest(problems, 'cause="host.collected-twice"')} > 0`,
        `and on (host) max by (host) (changes(${series(hostReadAt)}[20m])) > 0`,
      ].join("\n"),
    summary: "Several collectors report as {{ $labels.host }}",
    now: "{{ $value | humanize }} took turns within 20 minutes; the page of the host names them, and who is not heard any more.",
    runbook: {
      meaning:
        "Heartbeats of two collector processes come for one host, in turns. A collector that was started again does not look like this.",
      impact:
        "None where both read the same files. Where they read different ones, two machines are shown as one, and records of the one that is behind are late.",
      check: [
        "The page of the host names them: machine, process number, and a mark of their start; and for how long one that has ended was not heard.",
      ],
      steps: [],
      fixed:
        "Twenty minutes after one of the two has stopped the page of the host says nothing of it any more. Where neither goes on under this name its last word stays on the page, and the alert ends twenty minutes later.",
    },
  }),
];
