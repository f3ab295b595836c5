import { isScepPool } from "../contract/index.ts";
import { hostEvents, hostMetrics } from "../contract/metrics.ts";
import type { Kind, Observation } from "../contract/index.ts";
import { codeOf } from "./response-code.ts";
import { hostLayout } from "./rows.ts";

/** The series in which a single record counts; most records count in none, which costs one look into the table. */
export type Counting = (observation: Observation) => readonly (number | undefined)[];

const { responses, httpErrors, verifications, refusals, decisions, issueErrors, reports, events } =
  hostMetrics;

export const countings: ReadonlyMap<Kind, Counting> = new Map<Kind, Counting>([
  ["contact.capabilities", response("capabilities")],
  ["contact.ca-certificate", response("ca-certificate")],
  ["contact.pki-operation", response("pki-operation")],
  ["contact.probe", response("other")],
  ["contact.other", response("other")],
  ["verify.call", response("verify")],
  ["report.call", response("notify")],
  ["contact.http-error", httpError],
  ["contact.unreadable", refusal("unreadable")],
  ["verify.refused", refusal("verify-refused")],
  ["verify.finished", verification],
  ["issue.received", decision("received")],
  ["issue.issued", decision("issued")],
  ["issue.pending", decision("pending")],
  ["issue.denied", no("denied")],
  ["issue.failed", no("failed")],
  ["report.finished", finishedReport],
  ["report.queued", report("queued")],
  ["report.entry", report("entry")],
  ["report.batch", report("batch")],
  ["report.completed", report("completed")],
  ["report.retrying", report("retrying")],
  ["report.failed", report("failed")],
  ["report.result", report("result")],
  ...hostEvents.map(
    (event) => [`host.${event}`, hostEvent(event)] as const satisfies readonly [Kind, Counting],
  ),
]);

function response(call: string): Counting {
  return ({ writer, facts }) =>
    writer === "iis" ? [hostLayout.find(responses.name, call, codeOf(facts))] : [];
}

function httpError({ facts }: Observation): readonly (number | undefined)[] {
  const known = hostLayout.find(httpErrors.name, facts.httpReason ?? "other");
  return [known ?? hostLayout.find(httpErrors.name, "other")];
}

function refusal(word: string): Counting {
  const places = [hostLayout.place(refusals, word)];
  return ({ writer }) => (writer === "ndes" ? places : []);
}

const verdicts = { ok: "passed", failed: "refused", none: "untold", pending: "untold" } as const;

function verification(observation: Observation): readonly (number | undefined)[] {
  const teller = tellerOf(observation);
  const verdict = verdicts[observation.outcome];
  return [
    hostLayout.find(verifications.name, teller, verdict) ??
      hostLayout.find(verifications.name, "other", verdict),
  ];
}

function decision(word: string): Counting {
  return (observation) => [decided(observation, word)];
}

function decided(observation: Observation, word: string): number | undefined {
  return (
    hostLayout.find(decisions.name, tellerOf(observation), word) ??
    hostLayout.find(decisions.name, "other", word)
  );
}

/** A refusal of the CA, with its reason. Event 31 is one, and turns the request away as well. */
function no(word: "denied" | "failed"): Counting {
  const refused = hostLayout.place(refusals, "issue-failed");
  return (observation) => {
    const teller = tellerOf(observation);
    const reason =
      hostLayout.find(issueErrors.name, teller, observation.facts.reason ?? "other") ??
      hostLayout.find(issueErrors.name, teller, "other");
    const places = [decided(observation, word), reason ?? hostLayout.place(issueErrors, "other", "other")];
    return teller === "ndes" ? [...places, refused] : places;
  };
}

const results = { ok: "ok", failed: "failed", none: "untold", pending: "untold" } as const;

function report(step: string): Counting {
  return ({ outcome }) => [hostLayout.find(reports.name, step, results[outcome])];
}

function finishedReport({ writer, outcome }: Observation): readonly (number | undefined)[] {
  return [hostLayout.find(reports.name, writer === "crp" ? "notify-taken" : "notified", results[outcome])];
}

function hostEvent(event: string): Counting {
  const places = [hostLayout.place(events, event)];
  return ({ facts }) => (isOtherPool(facts.queue) ? [] : places);
}

/** Of a pool that is named, and does not serve SCEP by its name. What HTTP.sys says of its queue comes later, and what is counted stays counted. */
function isOtherPool(queue: string | undefined): boolean {
  return queue !== undefined && !isScepPool(queue);
}

/** The Security log numbers its events from 4608 on, the CA's own in the Application log have two digits. */
function tellerOf({ writer, facts }: Observation): string {
  switch (writer) {
    case "plugin":
      return "policy-module";
    case "crp":
      return "registration-point";
    case "connector":
    case "ndes":
      return writer;
    case "ca":
      return (facts.eventId ?? 0) >= 4608 ? "ca-security" : "ca-application";
    default:
      return "other";
  }
}
