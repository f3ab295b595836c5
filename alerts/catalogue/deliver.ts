import { hostMetrics } from "../../processors/contract/index.ts";
import type { Alert } from "../alert.ts";
import { live, addedSigns, unlessHistory } from "../promql.ts";

const { problems } = hostMetrics;

/** Stage 5: the way back to the device. */
export const deliverAlerts: readonly Alert[] = [
  {
    name: "ScepClientGone",
    part: "servers",
    by: ["host"],
    cause: "deliver.client-gone",
    about: ["deliver.client-gone"],
    expression: ({ share, count }) => {
      const gone = live('cause="deliver.client-gone"');
      return `${gone} / on (host) ${live("")} > ${share}\nand on (host) ${gone} >= ${count}`;
    },
    summary: "Devices hung up before {{ $labels.host }} answered",
    now: "{{ $value | humanizePercentage }} of the requests of the last quarter of an hour.",
    link: { cause: "deliver.client-gone", since: "1h" },
    runbook: {
      meaning:
        "The connection ended before the answer was written: mostly a proxy whose patience is shorter than the CA takes.",
      impact: "Certificates are issued that never arrive; the device asks again.",
      check: [
        "IIS log: PKIOperation rows with win32 status 64 or 1236, and their time-taken.",
        "HTTPERR log: `Connection_Dropped`, `Timer_…`.",
      ],
      steps: [],
      fixed: "PKIOperation rows have win32 status 0.",
    },
  },
  {
    name: "ScepReissueLoop",
    part: "servers",
    by: ["host"],
    cause: "deliver.reissue-loop",
    about: ["deliver.reissue-loop"],
    expression: ({ window, count }) =>
      unlessHistory(`${addedSigns(problems, 'cause="deliver.reissue-loop"', window)} >= ${count}`, window),
    summary: "Devices got certificates again and again from {{ $labels.host }}",
    now: "In the last {window} {{ $value | humanize }} more devices had got four certificates or more within six hours.",
    link: { since: "6h" },
    runbook: {
      meaning: "One device gets certificate after certificate.",
      impact:
        "The database of the CA grows, and the connector and Intune are kept busy; the device may lose its connection each time.",
      check: [
        "The list of requests of this host, by device: the same device several times within hours.",
        "CA: issued certificates with the same subject.",
      ],
      steps: [],
      fixed: "No further device within six hours.",
    },
  },
];
