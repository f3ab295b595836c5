import type { AlertCase } from "../case.ts";
import { flat, onNdes01, problem, changing } from "../case.ts";

const expiry = (certificate: string): string =>
  `scep_certificate_expiry_timestamp_seconds{host="ndes01",certificate="${certificate}"}`;
const days = 86_400;

export const hostCases: readonly AlertCase[] = [
  {
    alert: "ScepConnectorStopped",
    labels: onNdes01,
    fires: { [problem("host.connector-stopped")]: changing(1, 30, 0) },
    at: "10m",
    endsAt: "40m",
    below: { [problem("host.connector-stopped")]: flat(0) },
    now: "1",
  },
  {
    alert: "ScepConnectorCertificateMissing",
    labels: onNdes01,
    fires: { [problem("host.connector-certificate")]: changing(2, 30, 0) },
    at: "10m",
    endsAt: "40m",
    below: { [problem("host.connector-certificate")]: flat(0) },
    now: "2",
  },
  {
    alert: "ScepCertificateExpiring",
    labels: onNdes01,
    fires: { [expiry("connector")]: changing(29 * days, 100, 365 * days) },
    at: "90m",
    endsAt: "110m",
    // A certificate of a device may be short.
    below: { [expiry("connector")]: flat(31 * days), [expiry("issued")]: flat(days) },
    now: "28d 22h 30m 0s",
  },
  {
    alert: "ScepCertificateExpiresSoon",
    labels: onNdes01,
    fires: { [expiry("connector")]: changing(6 * days, 100, 365 * days) },
    at: "90m",
    endsAt: "110m",
    below: { [expiry("connector")]: flat(8 * days) },
    now: "5d 22h 30m 0s",
    also: ["ScepCertificateExpiring"],
  },
  {
    alert: "ScepClockSkew",
    labels: onNdes01,
    fires: { [problem("host.clock-skew")]: changing(1, 60, 0) },
    at: "40m",
    endsAt: "70m",
    below: { [problem("host.clock-skew")]: changing(1, 20, 0) },
    now: "1",
  },
  {
    alert: "ScepLoggingIncomplete",
    labels: onNdes01,
    fires: { [problem("host.logging-incomplete")]: changing(2, 100, 0) },
    at: "90m",
    endsAt: "110m",
    below: { [problem("host.logging-incomplete")]: flat(0) },
    now: "2",
  },
];
