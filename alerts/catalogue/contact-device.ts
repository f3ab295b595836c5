import { hostMetrics, sourceMetrics } from "../../processors/contract/index.ts";
import type { Alert } from "../alert.ts";
import { addedSigns, firstSigns, rise, unlessHistory, unlessMoved } from "../promql.ts";

const { responses, httpErrors, refusals, problems } = hostMetrics;

/** Stage 2: what devices send does not come to anything. */
export const contactDeviceAlerts: readonly Alert[] = [
  {
    name: "ScepUrlTooLong",
    part: "servers",
    by: ["host"],
    cause: "contact.url-too-long",
    about: ["contact.url-too-long"],
    expression: ({ window, count }) => {
      const answered = rise(responses, 'call="pki-operation",code=~"414|404[.]1[45]"', { window });
      const refused = rise(httpErrors, 'http_reason=~"URL_Length|RequestLength"', { window });
      return unlessHistory(`${answered} >= ${count}\nor on (host) ${refused} >= ${count}`, window);
    },
    summary: "{{ $labels.host }} refused SCEP requests because their URL was too long",
    now: "{{ $value | humanize }} calls were refused for the length of their URL in the last {window}.",
    link: { cause: "contact.url-too-long", since: "2h" },
    runbook: {
      meaning:
        "Devices that send their request in the URL (GET) exceed a limit of IIS request filtering (404.14, 404.15), of IIS (414) or of HTTP.sys.",
      impact: "These platforms get no certificate; those that POST do.",
      check: [
        "IIS log: `operation=PKIOperation` with 414, 404.14 or 404.15.",
        "HTTPERR log: `URL_Length` or `RequestLength`.",
      ],
      steps: [],
      fixed: "The same devices come back at their next sync, with status 200.",
    },
  },
  {
    name: "ScepPolicyModuleMissing",
    part: "servers",
    by: ["host"],
    cause: "contact.general-page",
    about: ["contact.general-page"],
    expression: ({ window, count }) =>
      `${addedSigns(problems, 'cause="contact.general-page"', window)} >= ${count}`,
    summary: "NDES on {{ $labels.host }} showed its general page: the policy module was not at work",
    now: "{{ $value | humanize }} looks at mscep.dll were answered with 200 instead of 403 in the last {window}.",
    link: null,
    runbook: {
      meaning:
        "A bare GET of mscep.dll is answered with a page. With the Intune policy module in place it is refused with 403.",
      impact:
        "NDES does not ask Intune about challenges: requests are refused or, worse, issued without a check.",
      check: ["Open `/certsrv/mscep/mscep.dll` in a browser: 403 is right, a page is wrong."],
      steps: [],
      fixed: "The same address answers 403.",
    },
  },
  {
    name: "ScepMessagesUnreadable",
    part: "servers",
    by: ["host"],
    cause: "contact.malformed-message",
    about: ["contact.malformed-message"],
    expression: ({ window, count }) =>
      unlessHistory(`${rise(refusals, 'refusal="unreadable"', { window })} >= ${count}`, window),
    summary: "NDES on {{ $labels.host }} could not read what devices sent",
    now: "{{ $value | humanize }} messages could not be read in the last {window}.",
    link: { cause: "contact.malformed-message", since: "2h" },
    runbook: {
      meaning: "NDES logged that a SCEP message could not be decoded, decrypted or verified.",
      impact:
        "These devices get no certificate. After a renewal of the RA certificates it can be all of them.",
      check: ["Application log, source NetworkDeviceEnrollmentService: events 16, 17, 18."],
      steps: [],
      fixed: "No further event 16 to 18 while devices enrol.",
    },
  },
  {
    name: "ScepNoPkiOperation",
    part: "servers",
    by: ["host"],
    cause: "contact.no-pki-operation",
    about: ["contact.no-pki-operation"],
    expression: ({ window, count }) =>
      unlessHistory(
        [
          `${rise(responses, 'call="ca-certificate",code="2xx"', { window })} >= ${count}`,
          `unless on (host) ${rise(responses, 'call="pki-operation"', { window })}`,
          unlessMoved(window),
        ].join("\n"),
        window,
      ),
    summary: "Devices fetched the CA certificates from {{ $labels.host }}, and none sent a request",
    now: "{{ $value | humanize }} GetCACert calls in the last {window}, and no PKIOperation at all.",
    link: { cause: "contact.no-pki-operation", since: "2h" },
    runbook: {
      meaning: "GetCACert is answered with 200 again and again, but no PKIOperation follows from any device.",
      impact: "Nobody enrols at this server.",
      check: [
        "IIS log: `operation=GetCACert` rows with 200, no `operation=PKIOperation`.",
        "On a device: its own SCEP log tells why it does not accept the CA.",
      ],
      steps: [],
      fixed: "PKIOperation rows appear.",
    },
  },
  {
    name: "ScepDevicesGiveUp",
    part: "servers",
    by: ["host"],
    cause: "contact.no-pki-operation",
    about: ["contact.no-pki-operation", "contact.missing-intermediate"],
    expression: ({ window, count }) => {
      const added = firstSigns(problems, 'cause="contact.no-pki-operation"', {
        window,
        seen: sourceMetrics.hostEventAt,
      });
      return unlessHistory(`${added} >= ${count}`, window);
    },
    summary: "Several devices stopped at {{ $labels.host }} after they had fetched the CA certificates",
    now: "{{ $value | humanize }} more client addresses fetched the CA certificates in the last {window} and never sent a request.",
    link: { cause: "contact.no-pki-operation", since: "2h" },
    runbook: {
      meaning: "Client addresses called GetCACert, got 200, and sent no PKIOperation within ten minutes.",
      impact: "These devices do not trust the CA that the profile names; others may be well.",
      check: [
        "IIS log: compare c-ip (or X-Forwarded-For) and user agent of the GetCACert rows with those of PKIOperation.",
      ],
      steps: [],
      fixed: "No further addresses are added within an hour.",
    },
  },
];
