import { ofPipeline } from "../alert.ts";
import type { Alert } from "../alert.ts";

const instance = "job, instance";

/** The pipeline: the process itself, and the way to the pager. */
export const processAlerts: readonly Alert[] = [
  ofPipeline({
    name: "ScepTargetDown",
    by: ["job", "instance"],
    expression: (_, { job }) => `max by (${instance}) (up{job="${job}"}) == 0`,
    summary: "scepscope on {{ $labels.instance }} cannot be scraped",
    now: "Prometheus gets no answer from it.",
    runbook: {
      meaning: "Prometheus knows this process and gets no metrics from it.",
      impact: "Nothing is known of the hosts that it reads. No other alert comes from there.",
      check: [
        "Does `/-/ready` of that address answer?",
        "The targets page of Prometheus quotes the error: refused, timed out, 401.",
      ],
      steps: [
        "Start the process, and read the end of its log.",
        "With 401: the scrape configuration needs its token.",
      ],
      fixed: "The target is up.",
    },
  }),
  ofPipeline({
    name: "ScepTargetMissing",
    by: ["job"],
    expression: (_, { job }) => `absent(up{job="${job}"})`,
    summary: "Prometheus scrapes no scepscope at all",
    now: "There is no target of the job.",
    runbook: {
      meaning: "No target has the job name that the rules expect.",
      impact: "Nothing of SCEP is watched, and no other alert will come.",
      check: ["The targets page of Prometheus; the service discovery; the name of the job."],
      steps: [
        "Name the scrape job as the rules do, or set `job` in the values file and print the rules again.",
      ],
      fixed: "The target appears.",
    },
  }),
  ofPipeline({
    name: "ScepProcessRestarting",
    by: ["job", "instance"],
    expression: ({ window, count }, { job }) =>
      `max by (${instance}) (changes(scepscope_process_start_time_seconds{job="${job}"}[${window}])) >= ${count}`,
    summary: "scepscope on {{ $labels.instance }} started again and again",
    now: "{{ $value | humanize }} starts in the last {window}.",
    runbook: {
      meaning: "The process ended several times within an hour and was started again.",
      impact: "Counters and requests are kept, but everything comes late.",
      check: ["The end of its log before each start.", "Memory limits: was it killed by the system?"],
      steps: [
        "Follow what the last error of the log says to do.",
        "If it was killed for its memory, raise the limit or lower `live` limits in the configuration.",
      ],
      fixed: "No further start within an hour.",
    },
  }),
  ofPipeline({
    name: "ScepWatchdog",
    by: [],
    expression: () => "vector(1)",
    summary: "The way from Prometheus to the pager works",
    now: "This alert fires always.",
    runbook: {
      meaning:
        "It fires for ever. Whoever receives it raises the alarm when it stays away: then Prometheus, Alertmanager or the way to the pager is broken.",
      impact: "None while it is there.",
      check: [
        "If it stays away: is Prometheus up, does it reach Alertmanager, does Alertmanager reach the receiver?",
      ],
      steps: [
        "Send it to a dead man's switch of your pager, as `alerts/routes/alertmanager.yaml` does.",
        "If it stays away, repair the way before you trust that no alert means no trouble.",
      ],
      fixed: "It is there again.",
    },
  }),
];
