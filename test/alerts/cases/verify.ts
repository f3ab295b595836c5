import type { AlertCase } from "../case.ts";
import { burst, onNdes01, readHost, recent, response, changing } from "../case.ts";

const verification = (teller: string, verdict: string): string =>
  `scep_verifications_total{host="ndes01",teller="${teller}",verdict="${verdict}"}`;

export const verifyCases: readonly AlertCase[] = [
  {
    alert: "ScepVerifyFailing",
    labels: onNdes01,
    fires: {
      [verification("policy-module", "refused")]: burst(10),
      [verification("policy-module", "passed")]: burst(5),
      // Told twice, counted once.
      [verification("registration-point", "refused")]: burst(10),
      [verification("registration-point", "passed")]: burst(10),
    },
    at: "18m",
    endsAt: "60m",
    below: {
      [verification("policy-module", "refused")]: burst(10),
      [verification("policy-module", "passed")]: burst(10),
      [verification("connector", "refused")]: burst(4),
    },
    now: "66.67%",
  },
  {
    alert: "ScepClientCertificateUntrusted",
    labels: onNdes01,
    fires: { [response("verify", "403.16")]: burst(2) },
    at: "10m",
    endsAt: "60m",
    below: { [response("verify", "403.16")]: burst(1), [response("pki-operation", "403.16")]: burst(9) },
    now: "2",
  },
  {
    alert: "ScepClientCertificateRejected",
    labels: onNdes01,
    fires: { [response("verify", "403.7")]: burst(2) },
    at: "10m",
    endsAt: "60m",
    below: { [response("verify", "403.7")]: burst(1) },
    now: "2",
  },
  {
    alert: "ScepSigningCertificateMissing",
    labels: onNdes01,
    fires: {
      ...readHost,
      [recent("failed", "verify.signing-certificate-missing")]: changing(2, 30, "stale"),
    },
    at: "10m",
    endsAt: "60m",
    below: {
      ...readHost,
      [recent("failed", "verify.signing-certificate-missing")]: changing(1, 30, "stale"),
    },
    now: "2",
  },
  {
    alert: "ScepVerifyBroken",
    labels: { host: "ndes01", cause: "verify.crp-unreachable" },
    fires: { ...readHost, [recent("failed", "verify.crp-unreachable")]: changing(3, 30, "stale") },
    at: "10m",
    endsAt: "60m",
    below: {
      ...readHost,
      [recent("failed", "verify.crp-unreachable")]: changing(2, 30, "stale"),
      [recent("failed", "verify.crp-500")]: changing(2, 30, "stale"),
    },
    now: "3",
  },
  {
    alert: "ScepChallengesExpired",
    labels: onNdes01,
    fires: {
      ...readHost,
      [recent("failed", "verify.challenge-expired")]: changing(10, 30, "stale"),
      [recent("succeeded", "none")]: changing(30, 200, 30),
    },
    at: "20m",
    endsAt: "60m",
    below: {
      ...readHost,
      [recent("failed", "verify.challenge-expired")]: changing(9, 30, "stale"),
      [recent("succeeded", "none")]: changing(9, 200, 9),
    },
    now: "25%",
  },
];
