import type { Facts, Kind } from "../../contract/index.ts";
import type { Clues } from "../clues.ts";
import { seen, stopsAsking, wasAbandoned, weights } from "./signal.ts";
import type { Signal } from "./signal.ts";

/** Kinds of rows on an mscep path. */
export const answers: readonly Kind[] = [
  "contact.pki-operation",
  "contact.ca-certificate",
  "contact.capabilities",
  "contact.other",
];

/** Stage 2: what HTTP.sys says of a call that never came to a worker process, or was lost with it. */
export const poolSignals: readonly Signal[] = [
  {
    cause: "contact.app-pool-stopped",
    stages: [2],
    weight: weights.plain,
    find: seen(
      [...answers, "contact.http-error"],
      (facts, { stage }) => stage === 2 && noProcess(facts),
      (facts) =>
        `the call was answered with 503${facts.httpReason === undefined ? "" : ` ${facts.httpReason}`}: no worker process`,
    ),
  },
  {
    cause: "contact.app-pool-busy",
    stages: [2],
    weight: weights.plain,
    find: seen(
      ["contact.http-error"],
      (facts, { stage }) => stage === 2 && busyReasons.has(facts.httpReason ?? ""),
      (facts) => `HTTP.sys logged ${facts.httpReason}: the call waited in the queue of the pool`,
    ),
  },
  {
    cause: "contact.connection-limit",
    stages: [2],
    weight: weights.plain,
    find: seen(
      ["contact.http-error"],
      (facts, { stage }) => stage === 2 && facts.httpReason === "ConnLimit",
      "HTTP.sys logged ConnLimit: the site has as many connections as it may have",
    ),
  },
  {
    cause: "contact.message-not-arrived",
    stages: [2],
    weight: weights.plain,
    find: seen(
      ["contact.http-error"],
      (facts, { stage }) => stage === 2 && facts.httpReason === "Timer_EntityBody",
      "HTTP.sys logged Timer_EntityBody: the body of the call had not arrived in time",
    ),
  },
  { cause: "contact.app-pool-crash", stages: [2, 3, 4, 5], weight: weights.overriding, find: poolCrash },
];

/** Reasons by which HTTP.sys says that the application is taken off; IIS itself tells none. */
const offReasons: ReadonlySet<string> = new Set(["AppOffline", "AppShutdown", "Disabled"]);
/** The process is there and does not take what waits for it. */
const busyReasons: ReadonlySet<string> = new Set([
  "QueueFull",
  "AppPoolTimer",
  "Timer_AppPool",
  "Timer_ReqQueue",
]);

function noProcess({ status, httpReason }: Facts): boolean {
  return httpReason === undefined ? status === 503 : offReasons.has(httpReason);
}

/**
 * HTTP.sys lost the worker process; or the policy module was called, no row of the call exists, and a crash is logged nearby. A run that stops before its answer looks
 * like one with an expired client certificate: a crash beside it explains both, since such a certificate is among its reasons.
 */
function poolCrash(clues: Clues): string | null {
  const left = clues.of(["contact.http-error"]).find((each) => wasAbandoned(each.observation.facts));
  if (left !== undefined)
    return `HTTP.sys lost the worker process that held the request (${left.observation.facts.httpReason})`;
  if (!clues.activity.signals.has("host.pool-crashed") || clues.of(["contact.pki-operation"]).length > 0)
    return null;
  // A row that fits several requests is not lacking.
  if (finished(clues)) return null;
  if (clues.request.candidates.some((each) => each.observation.kind === "contact.pki-operation")) return null;
  if (stopsAsking(clues))
    return "the policy module's run stops before it has an answer, and a worker process crashed at that time";
  // Only where IIS logs the policy module's calls does the lack of a row tell anything.
  if (clues.of(["verify.call"]).length === 0) return null;
  return "the policy module was called, no PKIOperation row followed, and a worker process crashed at that time";
}

function finished(clues: Clues): boolean {
  return (
    clues.of([
      "issue.issued",
      "issue.denied",
      "issue.failed",
      "verify.refused",
      "deliver.reply",
      "deliver.installed",
    ]).length > 0
  );
}
