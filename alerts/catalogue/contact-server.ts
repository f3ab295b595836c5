import { hostMetrics, sourceMetrics } from "../../processors/contract/index.ts";
import type { Alert } from "../alert.ts";
import { firstSigns, rise, unlessHistory, unlessMoved } from "../promql.ts";
import { recordedRise, scepCalls } from "../sums.ts";

const { responses, httpErrors, events, problems } = hostMetrics;

const mscep = `call=~"${scepCalls}"`;

/** Stage 2: the server does not answer. */
export const contactServerAlerts: readonly Alert[] = [
  {
    name: "ScepServerErrors",
    part: "servers",
    by: ["host"],
    cause: "contact.http-500",
    about: ["contact.http-500"],
    expression: ({ window, share, count, volume }) => {
      const answered = (codes: string): string =>
        `sum by (host) (${recordedRise(responses, `code=~"${codes}"`, window)})`;
      const errors = answered("5xx|500");
      // What a stranger asks for in vain (4xx) is no call that NDES could have answered.
      const all = answered("2xx|3xx|5xx|500");
      return unlessHistory(`(${errors} >= ${count}) / on (host) (${all} >= ${volume}) > ${share}`, window);
    },
    summary: "NDES on {{ $labels.host }} answered devices with server errors (5xx)",
    now: "{{ $value | humanizePercentage }} of the calls to mscep.dll were answered with 5xx in the last {window}.",
    link: { cause: "contact.http-500", since: "1h" },
    runbook: {
      meaning:
        "Calls of devices to `/certsrv/mscep/mscep.dll` are answered with 5xx. Those with 503 and those with win32 status 1346 have alerts of their own.",
      impact:
        "These devices get no certificate, and those whose certificate runs out lose Wi-Fi, VPN or mail.",
      check: [
        "IIS log: rows of mscep.dll with sc-status 500; sc-substatus and sc-win32-status tell them apart.",
        "Application log, source NetworkDeviceEnrollmentService, and System log, source WAS, of the same minute.",
      ],
      steps: [],
      fixed:
        "Rows of `operation=PKIOperation` have status 200 again; the alert ends a quarter of an hour after the last error at the latest.",
    },
  },
  {
    name: "ScepImpersonationRight",
    part: "servers",
    by: ["host"],
    cause: "contact.impersonation-right",
    about: ["contact.impersonation-right"],
    expression: ({ window, count }) =>
      unlessHistory(
        `${rise(responses, `${mscep},code="500-impersonation"`, { window })} >= ${count}`,
        window,
      ),
    summary: "IIS on {{ $labels.host }} was not allowed to impersonate: SCEP requests failed with 500",
    now: "{{ $value | humanize }} calls failed with win32 status 1346 in the last {window}.",
    link: { cause: "contact.impersonation-right", since: "1h" },
    runbook: {
      meaning:
        "NDES answers 500 with sc-win32-status 1346: the user right to impersonate a client was taken away, mostly by a group policy.",
      impact: "No device gets a certificate from this server.",
      check: ["IIS log: rows of mscep.dll with `500` and win32 status `1346`."],
      steps: [],
      fixed: "The next PKIOperation row has status 200.",
    },
  },
  {
    name: "ScepAppPoolDown",
    part: "servers",
    by: ["host"],
    cause: "contact.app-pool-stopped",
    about: ["contact.app-pool-stopped", "contact.app-pool-crash"],
    expression: ({ window, count }) => {
      const refused = rise(
        httpErrors,
        'http_reason=~"AppOffline|QueueFull|Connection_Abandoned_By_ReqQueue|Connection_Abandoned_By_AppPool"',
        { window },
      );
      const answered = rise(responses, `${mscep},code="503"`, { window });
      return unlessHistory(`${refused} >= ${count}\nor on (host) ${answered} >= ${count}`, window);
    },
    summary: "The SCEP application pool on {{ $labels.host }} was found down (503)",
    now: "{{ $value | humanize }} calls found no worker process in the last {window}.",
    link: { outcome: "failed", since: "1h" },
    runbook: {
      meaning:
        "HTTP.sys or IIS answered 503: the application pool that serves mscep.dll is stopped, crashes at once, or its queue is full.",
      impact: "No device gets a certificate from this server.",
      check: [
        "HTTPERR log (`%SystemRoot%\\System32\\LogFiles\\HTTPERR`): rows that end in `AppOffline SCEP`.",
        "System log, source WAS: events 5002, 5009, 5011, 5059, 5186.",
      ],
      steps: [],
      fixed: "`Get-WebAppPoolState SCEP` says Started and stays so; HTTPERR gets no more rows for mscep.dll.",
    },
  },
  {
    name: "ScepAppPoolCrashing",
    part: "servers",
    by: ["host"],
    cause: "contact.app-pool-crash",
    about: ["contact.app-pool-crash"],
    expression: ({ window, count }) =>
      unlessHistory(
        `${firstSigns(problems, 'cause="contact.app-pool-crash"', { window, seen: sourceMetrics.hostEventAt })} >= ${count}`,
        window,
      ),
    summary: "Worker processes on {{ $labels.host }} crashed",
    now: "{{ $value | humanize }} crashes of a pool that serves SCEP, or of one that no event names, in the last {window}.",
    link: { cause: "contact.app-pool-crash", since: "1h" },
    runbook: {
      meaning:
        "Worker processes of the pools that serve SCEP ended unexpectedly. One crash counts once, whichever events tell of it; those of other pools do not count. After five crashes within five minutes IIS stops the pool.",
      impact: "Requests that were under way are lost; when the pool is stopped all are.",
      check: [
        "Application log: Application Error 1000 with `w3wp.exe` tells the faulting module.",
        "System log, source WAS: 5009, 5010 or 5011 for each crash, with the name of the pool; 5002 when the pool is stopped.",
      ],
      steps: [],
      fixed: "No further event 5009 or 5011 while requests come in.",
    },
  },
  {
    name: "ScepNdesNotStarted",
    part: "servers",
    by: ["host"],
    cause: "contact.ndes-not-started",
    about: ["contact.ndes-not-started"],
    expression: ({ window, count }) =>
      unlessHistory(
        [
          `${rise(events, 'event="service-failed"', { window })} >= ${count}`,
          `unless on (host) ${rise(events, 'event="service-started"', { window })}`,
          unlessMoved(window),
        ].join("\n"),
        window,
      ),
    summary: "NDES on {{ $labels.host }} failed to start, and has not started since",
    now: "{{ $value | humanize }} events of the last {window} tell of failed starts, and none of one that succeeded.",
    link: { outcome: "failed", since: "1h" },
    runbook: {
      meaning: "NDES logged that it could not be initialised, and no successful start within the same hour.",
      impact: "No device gets a certificate from this server.",
      check: [
        "Application log, source NetworkDeviceEnrollmentService: events 2, 10, 53; event 1 is a good start.",
      ],
      steps: [],
      fixed: "Event 1 of NetworkDeviceEnrollmentService, and rows of mscep.dll with status 200.",
    },
  },
];
