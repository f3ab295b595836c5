import type { Facts, Kind } from "../../contract/index.ts";
import { always, coded, either, reasoned, seen, weights } from "./signal.ts";
import type { Signal } from "./signal.ts";

const refusals: readonly Kind[] = ["issue.denied", "issue.failed", "report.result", "report.failed"];

type Reason = readonly [reason: string, code: number];

/** Each is a cause of its own, by the same name. */
const reasons: readonly Reason[] = [
  ["template-unsupported", 0x80094800],
  ["permission-denied", 0x80094012],
  ["ca-unreachable", 0x800706ba],
  ["revocation-offline", 0x80092013],
  ["certificate-expired", 0x800b0101],
  ["key-too-small", 0x80094811],
  ["subject-refused", 0x80094001],
];

/** Stage 4. The code of NDES event 31 may be a mere E_FAIL: its text is then read into `facts.reason`. */
export const issueSignals: readonly Signal[] = [
  ...reasons.map(refusal),
  ...reasons.map(toldByReply),
  {
    cause: "issue.pending",
    stages: [4, 5],
    weight: weights.exact,
    find: seen(
      ["issue.pending", "deliver.reply"],
      (facts, evidence) => evidence.observation.kind === "issue.pending" || facts.pkiStatus === "3",
      "the CA took the request under submission",
    ),
  },
  {
    cause: "issue.denied",
    stages: [4],
    weight: weights.generic,
    find: seen(
      ["issue.denied", "issue.failed"],
      always,
      (facts, evidence) =>
        `${sources.get(evidence.observation.writer) ?? evidence.observation.writer}${eventOf(facts)} refused it${saidBy(facts)}`,
    ),
  },
  {
    cause: "issue.denied",
    stages: [4],
    weight: weights.generic,
    find: seen(
      ["report.result"],
      (facts) => facts.eventId === 4001,
      "connector event 4001: no certificate was issued",
    ),
  },
];

const sources: ReadonlyMap<string, string> = new Map([
  ["ca", "the CA"],
  ["ndes", "NDES"],
  ["connector", "the connector"],
]);

function refusal([reason, code]: Reason): Signal {
  const test = either(reasoned(reason), coded(code));
  return {
    cause: `issue.${reason}`,
    stages: [4],
    weight: weights.exact,
    find: seen(
      refusals,
      test,
      (facts, evidence) =>
        `${sources.get(evidence.observation.writer) ?? evidence.observation.writer}${eventOf(facts)} says ${codeOf(facts) ?? reason}`,
    ),
  };
}

/** Where only the device's log is at hand: a reply that refuses quotes the CA (CertEnroll 87). */
function toldByReply([reason]: Reason): Signal {
  const test = reasoned(reason);
  return {
    cause: `issue.${reason}`,
    stages: [5],
    weight: weights.exact,
    find: seen(
      ["deliver.failed"],
      (facts) => facts.pkiStatus === "2" && test(facts),
      (facts) => `the reply that the device received quotes the CA: ${codeOf(facts) ?? reason}`,
    ),
  };
}

/** E_FAIL stands for whatever the CA refused. The words beside it may name somebody, and stay in their record. */
function saidBy(facts: Facts): string {
  if (facts.code === undefined) return "";
  return `: ${codeOf(facts) ?? `${facts.code}, any failure; its words stand in the record`}`;
}

/** With E_FAIL the words beside it are what names the reason. */
function codeOf({ code }: Facts): string | undefined {
  return Number(code) === 0x80004005 ? undefined : code;
}

function eventOf(facts: Facts): string {
  return facts.eventId === undefined ? "" : ` (event ${facts.eventId})`;
}
