import { fleetMetrics } from "../../processors/contract/index.ts";
import { ofPipeline } from "../alert.ts";
import type { Alert } from "../alert.ts";
import { greatest, happened, recorded, series } from "../promql.ts";

const { rejectedMessages, resets, waiting } = fleetMetrics;

/** The pipeline of a fleet: how its processors get on with the bus. */
export const fleetBusAlerts: readonly Alert[] = [
  ofPipeline({
    name: "ScepBusAway",
    by: ["job"],
    expression: () => `${recorded.busAway} > 0`,
    summary: "The bus does not answer the processors of scepscope",
    now: "It answers none of the {{ $value | humanize }} that are scraped.",
    runbook: {
      meaning: "Kafka does not answer, and no processor of the fleet has read anything for minutes.",
      impact:
        "The page and the alerts stand still. Nothing is lost as long as the logs are on their hosts: collectors wait.",
      check: [
        "The log of a processor: `Kafka gives nothing` (at its start `Kafka does not answer`, or `cannot be used`), with the reason.",
        "From the machine of a processor: are the brokers' addresses reached, and are they the ones that the brokers advertise?",
        "The brokers: are enough of them up for the topic's replicas, and is there room on their disks?",
      ],
      steps: [
        "Bring the brokers back: every processor goes on by itself, where it ended.",
        "If they are up: look at certificates, passwords and rights; `scepscope doctor` says which is refused.",
      ],
      fixed:
        "`Kafka answers again` in the log, `scepscope_bus_away` is zero, and `scepscope_batches_total` rises.",
    },
  }),
  ofPipeline({
    name: "ScepMessagesLost",
    by: ["job", "reset_reason"],
    expression: ({ window, count }) =>
      `${happened(resets, 'reset_reason=~"retention|missing"', { window, by: "job, reset_reason" })} >= ${count}`,
    summary: "Messages were gone from the bus before they were read ({{ $labels.reset_reason }})",
    now: "{{ $value | humanize }} partitions went on at a later message in the last {window}.",
    runbook: {
      meaning:
        "What was to be read next is not on the bus any more. The label `reset_reason` says why: `retention`: the topic deleted it by age or size before a processor came to it; `missing`: the numbers jump although nothing was deleted.",
      impact:
        "Parts of logs are missing for good: requests of that time may be incomplete, and are shown with what is missing.",
      check: [
        "The log of the processor: the line of the reset names the partition, and both numbers.",
        "How long the topic keeps messages, and for how long no processor read this partition.",
        "The page of the hosts: which sources have a gap.",
      ],
      steps: [
        "Keep messages for longer than processors can be away: raise `retention.ms` and `retention.bytes` of the topic.",
        "With `missing`: nobody else may write to the topic, and no transactions.",
        "If the logs are still on the hosts, `scepscope analyze` reads them.",
      ],
      fixed: "No further reset within the window. What is lost stays lost.",
    },
  }),
  ofPipeline({
    name: "ScepTopicAnew",
    by: ["job", "reset_reason"],
    expression: ({ window, count }) =>
      `${happened(resets, 'reset_reason=~"topic-anew|other-topic"', { window, by: "job, reset_reason" })} >= ${count}`,
    summary: "The topic is not the one that was read before ({{ $labels.reset_reason }})",
    now: "{{ $value | humanize }} partitions began with the oldest message in the last {window}.",
    runbook: {
      meaning:
        "Other messages stand where known ones were. The label `reset_reason` says how: `topic-anew`: the topic was deleted and made again; `other-topic`: the position is of another cluster or topic.",
      impact:
        "What had not been read of the former topic is lost. What is on this one is read from its beginning; what is known of it counts once.",
      check: [
        "Who deleted or restored the topic, or changed brokers or topic in the configuration?",
        "Do all processors and collectors name the same brokers and the same topic?",
      ],
      steps: [
        "If it was meant: nothing. Collectors ship what they still have from where the state ends.",
        "If not: correct `kafka.brokers` and the topic in the configuration of the process that differs, and start it again.",
      ],
      fixed: "No further reset within the window.",
    },
  }),
  ofPipeline({
    name: "ScepMessagesRejected",
    by: ["job", "message_reason"],
    expression: ({ window, count }) =>
      `${happened(rejectedMessages, "", { window, by: "job, message_reason" })} >= ${count}`,
    summary: "Messages on the bus were none of a collector's ({{ $labels.message_reason }})",
    now: "{{ $value | humanize }} messages were passed over in the last {window}.",
    runbook: {
      meaning:
        "Somebody else writes to the topic, or a collector of another version does. The label says what is wrong.",
      impact: "None on requests, if they are foreign. If a collector wrote them, its logs are missing.",
      check: [
        "The log of the processor: `a message is no shipment`, with its place on the bus.",
        "Which versions of scepscope write, and which read?",
      ],
      steps: [
        "Look the reason up in `deploy/docs/errors.md`: each has its remedy.",
        "Let nobody but collectors write to the topic (rights of Kafka).",
        "Bring processors up to date before collectors.",
      ],
      fixed: "No further message within the window.",
    },
  }),
  ofPipeline({
    name: "ScepMessagesWaiting",
    by: ["job", "partition"],
    expression: ({ window, count }) => {
      const behind = greatest(waiting, "", "job, partition");
      const before = `max by (job, partition) (${series(waiting)} offset ${window})`;
      return `${behind} >= ${count}\nand on (job, partition) ${behind} > on (job, partition) ${before}`;
    },
    summary: "The processors do not keep up with partition {{ $labels.partition }}",
    now: "{{ $value | humanize }} messages wait, and they become more.",
    runbook: {
      meaning: "More is shipped to this partition than is processed, and the backlog grows.",
      impact: "What the page and the alerts say of its hosts is late, and later from minute to minute.",
      check: [
        "Is it one partition or all? One: a host that floods it. All: too few processors, or a slow store.",
        "Processor time of the owner, and the duration of its commits.",
      ],
      steps: [
        "Start more processors, up to the number of partitions: the group divides them anew.",
        "A slow store: see ScepCommitsSlow.",
        "A flood of one host: its page says which source.",
      ],
      fixed: "The backlog falls.",
    },
  }),
];
