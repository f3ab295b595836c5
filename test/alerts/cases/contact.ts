import type { AlertCase } from "../case.ts";
import { burst, flat, onNdes01, problem, readHost, response, rising, changing } from "../case.ts";

const httpSys = (reason: string): string =>
  `scep_http_sys_errors_total{host="ndes01",http_reason="${reason}"}`;
const event = (name: string): string => `scep_host_events_total{host="ndes01",event="${name}"}`;

export const contactCases: readonly AlertCase[] = [
  {
    alert: "ScepServerErrors",
    labels: onNdes01,
    fires: { [response("pki-operation", "2xx")]: rising(2), [response("pki-operation", "500")]: burst(5) },
    at: "18m",
    endsAt: "60m",
    below: { [response("pki-operation", "2xx")]: rising(2), [response("pki-operation", "500")]: burst(4) },
    now: "14.29%",
  },
  {
    alert: "ScepImpersonationRight",
    labels: onNdes01,
    fires: { [response("pki-operation", "500-impersonation")]: burst(2) },
    at: "10m",
    endsAt: "60m",
    below: { [response("pki-operation", "500-impersonation")]: burst(1) },
    now: "2",
  },
  {
    alert: "ScepAppPoolDown",
    labels: onNdes01,
    fires: { [httpSys("AppOffline")]: burst(3), [response("pki-operation", "503")]: flat(0) },
    at: "10m",
    endsAt: "60m",
    below: { [httpSys("AppOffline")]: burst(2), [response("pki-operation", "503")]: burst(2) },
    now: "3",
  },
  {
    alert: "ScepAppPoolCrashing",
    labels: onNdes01,
    // There is no such series before the first sign.
    fires: { ...readHost, [problem("contact.app-pool-crash")]: "_x69 2x200" },
    at: "80m",
    endsAt: "140m",
    below: { ...readHost, [problem("contact.app-pool-crash")]: changing(3, 69, 4) },
    now: "2",
  },
  {
    alert: "ScepNdesNotStarted",
    labels: onNdes01,
    fires: { [event("service-failed")]: burst(1), [event("service-started")]: flat(0) },
    at: "20m",
    endsAt: "90m",
    below: { [event("service-failed")]: burst(1), [event("service-started")]: burst(1) },
    now: "1",
  },
  {
    alert: "ScepUrlTooLong",
    labels: onNdes01,
    fires: { [response("pki-operation", "414")]: burst(2), [response("pki-operation", "404.15")]: burst(1) },
    at: "20m",
    endsAt: "90m",
    below: { [response("pki-operation", "414")]: burst(2), [httpSys("URL_Length")]: burst(2) },
    now: "3",
  },
  {
    alert: "ScepPolicyModuleMissing",
    labels: onNdes01,
    // Signs are counted for good: what was there before is not news.
    fires: { [problem("contact.general-page")]: changing(4, 5, 5) },
    at: "20m",
    endsAt: "90m",
    below: { [problem("contact.general-page")]: flat(4) },
    now: "1",
  },
  {
    alert: "ScepMessagesUnreadable",
    labels: onNdes01,
    fires: { 'scep_ndes_refusals_total{host="ndes01",refusal="unreadable"}': burst(5) },
    at: "20m",
    endsAt: "90m",
    below: { 'scep_ndes_refusals_total{host="ndes01",refusal="unreadable"}': burst(4) },
    now: "5",
  },
  {
    alert: "ScepNoPkiOperation",
    labels: onNdes01,
    fires: { [response("ca-certificate", "2xx")]: burst(5), [response("pki-operation", "2xx")]: flat(0) },
    at: "20m",
    endsAt: "90m",
    below: { [response("ca-certificate", "2xx")]: burst(5), [response("pki-operation", "2xx")]: burst(1) },
    now: "5",
  },
  {
    alert: "ScepDevicesGiveUp",
    labels: onNdes01,
    // There is no such series before the first sign.
    fires: { ...readHost, [problem("contact.no-pki-operation")]: "_x69 3x200" },
    at: "80m",
    endsAt: "140m",
    below: { ...readHost, [problem("contact.no-pki-operation")]: changing(7, 69, 9) },
    now: "3",
  },
];
