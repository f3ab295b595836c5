import { near, nobodyPasses, othersPass } from "./alternative.ts";
import { wasCompared } from "../clues.ts";
import type { Alternatives } from "./alternative.ts";

/** What a signal of stage 3 leaves open. */
export const verifyAlternatives: Alternatives = new Map([
  [
    "verify.client-certificate-expired",
    [
      {
        cause: "contact.app-pool-crash",
        tellApart: "System log: WAS 5009; Application log: Application Error 1000 at that moment",
        supported: near("host.pool-crashed"),
      },
      {
        cause: "verify.crp-unreachable",
        tellApart: 'the run would go on with "Failed to send http request" after its time-out',
      },
    ],
  ],
  [
    "verify.client-certificate-untrusted",
    [
      {
        cause: "verify.client-certificate-rejected",
        tellApart: "the substatus in IIS: 16 untrusted; 7 missing, 13 revoked, 17 expired",
      },
    ],
  ],
  [
    "verify.client-certificate-rejected",
    [{ cause: "verify.client-certificate-untrusted", tellApart: "substatus 16 in IIS" }],
  ],
  [
    "verify.crp-500",
    [
      {
        cause: "contact.app-pool-crash",
        tellApart: "System log: WAS 5009, 5011",
        supported: near("host.pool-crashed"),
      },
      {
        cause: "verify.signing-certificate-missing",
        tellApart: 'svclog: "Signing certificate could not be retrieved"',
      },
    ],
  ],
  [
    "verify.signing-certificate-missing",
    [
      {
        cause: "host.connector-certificate",
        tellApart: "events 10102, 10301 or 10302 of the connector",
        supported: near("host.connector-event"),
      },
      {
        cause: "host.connector-stopped",
        tellApart: "event 10020 without a later 10010",
        supported: near("host.connector-stopped"),
      },
    ],
  ],
  [
    "verify.challenge-reused",
    [
      {
        cause: "verify.challenge-expired",
        tellApart: "the device got its challenge more than an hour before; code 0x411 in the connector's log",
      },
      { cause: "verify.request-mismatch", tellApart: 'svclog: "do not match" in validation phase 3' },
      { cause: "verify.connector-offline", tellApart: "from this moment on nobody passes" },
    ],
  ],
  [
    "verify.connector-offline",
    [
      {
        cause: "verify.signing-certificate-missing",
        tellApart:
          'svclog: "Signing certificate could not be retrieved"; no SigningCertificate in the registry',
      },
      {
        cause: "host.connector-stopped",
        tellApart: "the connector's service is not running",
        supported: near("host.connector-stopped"),
      },
      { cause: "verify.challenge-reused", tellApart: "one device alone, again and again" },
    ],
  ],
  [
    "verify.refused",
    [
      {
        cause: "verify.challenge-reused",
        tellApart: "an earlier request of the same device used the challenge",
        supported: othersPass,
      },
      {
        cause: "verify.challenge-expired",
        tellApart: "the device came more than an hour after it got the profile",
      },
      {
        cause: "verify.request-mismatch",
        tellApart: "validation phase 3 is the one that finished with False",
        supported: wasCompared,
      },
      {
        cause: "verify.connector-offline",
        tellApart: "every other device is refused as well",
        supported: nobodyPasses,
      },
    ],
  ],
]);
