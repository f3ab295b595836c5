import type { Facts, Writer } from "../../contract/index.ts";
import type { Clues } from "../clues.ts";
import { coded, reasoned, seen, weights } from "./signal.ts";
import type { Signal } from "./signal.ts";

/** Stage 2 as the device's log tells it. */
export const contactDeviceSignals: readonly Signal[] = [
  {
    cause: "contact.url-too-long",
    stages: [2],
    weight: weights.exact,
    find: seen(
      ["contact.device-call", "contact.device-failed"],
      (facts) => facts.status === 414,
      "the device log says that its call was answered with 414",
    ),
  },
  {
    cause: "contact.no-pki-operation",
    stages: [2, 5],
    weight: weights.exact,
    find: seen(
      ["contact.device-failed"],
      reasoned("ca-certificate-unusable"),
      "the device log says that the server's certificates cannot be used for the request",
    ),
  },
  { cause: "contact.proxy-unreachable", stages: [2], weight: weights.plain, find: unreachable },
  {
    cause: "contact.http-500",
    stages: [2],
    weight: weights.generic,
    find: seen(
      ["contact.device-failed", "contact.device-call"],
      (facts) => facts.status === 500,
      "the device log says that its call was answered with 500",
    ),
  },
];

function unreachable(clues: Clues): string | null {
  const failure = clues
    .of(["contact.device-failed", "contact.device-call"])
    .find((each) => unreached(each.observation.facts));
  if (
    failure === undefined ||
    clues.request.evidence.some((each) => serverWriters.has(each.observation.writer))
  )
    return null;
  const { reason, status } = failure.observation.facts;
  return `the device did not get through (${reason ?? status}), and no server log knows of it`;
}

const serverWriters: ReadonlySet<Writer> = new Set(["iis", "plugin", "crp", "connector", "ndes", "ca"]);
const noConnection = reasoned(
  "gateway-timeout",
  "cannot-connect",
  "name-not-resolved",
  "timed-out",
  "connection-lost",
  "tls-failure",
  "tls-name-mismatch",
  "tls-certificate-date",
  "tls-certificate-invalid",
  "tls-certificate-revoked",
  "tls-untrusted-authority",
  "tls-revocation-offline",
  "client-certificate-needed",
);
/** ERROR_WINHTTP_INVALID_SERVER_RESPONSE, as a device has it: what answered speaks no HTTP that it understands. */
const noHttp = coded(0x80072f78);
/** What a gateway answers when it does not reach the server behind it, or knows nothing of this address, or wants a login first. */
const gatewayStatuses: ReadonlySet<number> = new Set([401, 403, 404, 407, 502, 503, 504]);

function unreached(facts: Facts): boolean {
  return noConnection(facts) || noHttp(facts) || gatewayStatuses.has(facts.status ?? 0);
}
