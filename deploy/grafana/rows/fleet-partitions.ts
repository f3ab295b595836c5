import { job, lines, query, range, rate } from "../panel.ts";
import type { Row } from "../panel.ts";

/** Empty where one box does all. */
export const partitions: Row = {
  title: "A fleet: bus, store and partitions",
  panels: [
    lines({
      title: "Partitions of each processor",
      description:
        "How many partitions each process owns. The sum is the number of partitions when all is well.",
      unit: "short",
      queries: [query(`count by (instance) (scepscope_partition_rebuilding{${job}})`, "{{instance}}")],
    }),
    lines({
      title: "Being made again",
      description:
        "1 for a partition whose state is made again from the bus: its totals are absent meanwhile.",
      unit: "short",
      queries: [
        query(`max by (partition) (scepscope_partition_rebuilding{${job}})`, "partition {{partition}}"),
      ],
    }),
    lines({
      title: "Messages that wait",
      description:
        "On the bus, behind what was taken of each partition. It falls back to a few when all is well.",
      unit: "short",
      queries: [
        query(`max by (partition) (scepscope_bus_waiting_messages{${job}})`, "partition {{partition}}"),
      ],
    }),
    lines({
      title: "Refused by the store",
      description: "Commits that the store refused; each is tried again until it is kept.",
      unit: "ops",
      queries: [
        query(`sum by (instance) (rate(scepscope_commit_failures_total{${job}}[${rate}]))`, "{{instance}}"),
      ],
    }),
    lines({
      title: "The bus does not answer",
      description:
        "1 for a process that the bus does not answer. All of them: look at the bus; one: at the way between the two.",
      unit: "short",
      queries: [query(`max by (instance) (scepscope_bus_away{${job}})`, "{{instance}}")],
    }),
    lines({
      title: "Trouble with the bus",
      description:
        "How often it stopped answering, did not hold what was to come next, or held what no collector wrote, within the time that is shown.",
      unit: "short",
      queries: [
        query(`sum(increase(scepscope_bus_failures_total{${job}}[${range}]))`, "did not answer"),
        query(
          `sum by (reset_reason) (increase(scepscope_bus_resets_total{${job}}[${range}]))`,
          "reset: {{reset_reason}}",
        ),
        query(
          `sum by (message_reason) (increase(scepscope_rejected_messages_total{${job}}[${range}]))`,
          "rejected: {{message_reason}}",
        ),
      ],
    }),
    lines({
      title: "States and owners",
      description:
        "States that could not be read, and partitions that another process had taken up already, within the time that is shown.",
      unit: "short",
      queries: [
        query(`sum(increase(scepscope_damaged_states_total{${job}}[${range}]))`, "damaged"),
        query(`sum(increase(scepscope_fenced_total{${job}}[${range}]))`, "fenced"),
      ],
    }),
  ],
};
