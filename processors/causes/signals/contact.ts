import { wasTooLong } from "../../contract/index.ts";
import type { Facts, Kind } from "../../contract/index.ts";
import type { Clues } from "../clues.ts";
import { answers, poolSignals } from "./contact-pool.ts";
import { always, coded, either, reasoned, seen, statusWords, weights } from "./signal.ts";
import type { Signal } from "./signal.ts";

/** The calls of a request, the one that carries it first. */
const names: ReadonlyMap<Kind, string> = new Map<Kind, string>([
  ["contact.pki-operation", "PKIOperation"],
  ["contact.ca-certificate", "GetCACert"],
  ["contact.capabilities", "GetCACaps"],
]);
const calls: readonly Kind[] = [...names.keys()];

/** Stages 1 and 2. */
export const contactSignals: readonly Signal[] = [
  {
    cause: "profile.rejected-by-csp",
    stages: [1],
    weight: weights.plain,
    find: seen(["profile.rejected"], always, (facts) => `Windows did not accept the profile${codeOf(facts)}`),
  },
  { cause: "profile.root-missing", stages: [1, 2], weight: weights.exact, find: rootMissing },
  {
    cause: "contact.impersonation-right",
    stages: [2],
    weight: weights.exact,
    find: seen(
      answers,
      (facts) => facts.status === 500 && facts.win32 === 1346,
      "mscep.dll answered 500 with win32 status 1346",
    ),
  },
  { cause: "contact.ndes-not-started", stages: [2], weight: weights.exact, find: notStarted },
  {
    cause: "contact.http-500",
    stages: [2],
    weight: weights.plain,
    find: seen(
      answers,
      (facts) => facts.status === 500 && facts.win32 !== 1346,
      (facts) =>
        `mscep.dll answered 500${facts.substatus === 19 ? ".19, configuration data invalid" : ""} (win32 status ${facts.win32 ?? "not logged"})`,
    ),
  },
  ...poolSignals,
  {
    cause: "contact.gateway-unanswered",
    stages: [2],
    weight: weights.plain,
    find: seen(
      answers,
      (facts) => facts.status === 502 && (facts.substatus === 3 || facts.substatus === 4),
      (facts) => `IIS answered with ${statusWords(facts)}: it hands calls on, and got no answer`,
    ),
  },
  {
    cause: "contact.url-too-long",
    stages: [2],
    weight: weights.exact,
    find: seen(
      [...answers, "contact.http-error"],
      tooLong,
      (facts) => `the URL was refused: ${facts.httpReason ?? statusWords(facts)}`,
    ),
  },
  {
    cause: "contact.turned-away",
    stages: [2],
    weight: weights.generic,
    find: seen(
      calls,
      (facts) => turnedAway.has(facts.status ?? 0) && !tooLong(facts),
      (facts, { observation }) =>
        `IIS answered the ${names.get(observation.kind)} call with ${statusWords(facts)}`,
    ),
  },
  {
    cause: "contact.malformed-message",
    stages: [2],
    weight: weights.exact,
    find: seen(
      ["contact.unreadable"],
      always,
      (facts) => `NDES could not read the message (event ${facts.eventId ?? "16 to 18"})`,
    ),
  },
  {
    cause: "contact.missing-intermediate",
    stages: [2, 5],
    weight: weights.exact,
    find: seen(
      ["contact.device-failed", "deliver.failed", "deliver.reply"],
      reasoned("missing-intermediate"),
      "the device log says that a chain or an issuer was not found",
    ),
  },
  {
    cause: "contact.no-pki-operation",
    stages: [2, 5],
    weight: weights.exact,
    find: seen(
      ["contact.device-failed", "deliver.failed"],
      either(reasoned("ca-certificate-mismatch"), coded(0x80091007)),
      "the device log says that the hash of the CA certificate is not correct",
    ),
  },
  { cause: "contact.no-pki-operation", stages: [2], weight: weights.generic, find: stopsBeforeOperation },
];

/** Where verifications pass in the same minutes NDES is at work, and the failed start is an older one. */
function notStarted(clues: Clues): string | null {
  const { failedStart, verifiedNear } = clues.activity;
  if (failedStart === undefined || verifiedNear > 0) return null;
  if (!clues.of(answers).some(({ observation }) => observation.facts.status === 500)) return null;
  return `mscep.dll answered 500 after NDES had failed to start (event ${failedStart.eventId}${failedStart.code === undefined ? "" : `: ${failedStart.code}`})`;
}

const turnedAway: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 413]);

function codeOf(facts: Facts): string {
  return facts.code === undefined ? "" : `: ${facts.code}`;
}

function tooLong(facts: Facts): boolean {
  if (facts.httpReason !== undefined && lengthReasons.has(facts.httpReason)) return true;
  return wasTooLong(facts);
}

const lengthReasons: ReadonlySet<string> = new Set(["URL_Length", "RequestLength", "FieldLength"]);

function rootMissing(clues: Clues): string | null {
  const states = clues.of(["profile.root-state"]).map((each) => each.observation.facts.state ?? "");
  if (states.length === 0 || states.some((state) => state.includes("SUCCESS"))) return null;
  return `SCEP work started while the root certificate was in state ${states.at(-1)}`;
}

/** Its own GetCACert row tells that the CA certificates arrived; nothing of the request came afterwards. */
function stopsBeforeOperation(clues: Clues): string | null {
  const fetched = clues.of(["contact.ca-certificate"]).some((each) => each.observation.facts.status === 200);
  const later: readonly Kind[] = [
    "contact.pki-operation",
    "contact.http-error",
    "verify.started",
    "verify.received",
    "verify.call",
    "run.sent",
    "contact.unreadable",
  ];
  if (!fetched || clues.of(later).length > 0) return null;
  return "GetCACert was answered with 200 and no PKIOperation followed";
}
