import type { Observation } from "../../contract/index.ts";
import { addCandidate, clusterOf, observationsOf } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import { pointFragment } from "../fragment.ts";
import type { BindContext } from "./segment.ts";
import { createTouched } from "./touched.ts";

/**
 * Events 20501 and 20502 of the legacy connector: the registration point refused a request, or could not check it, with the reason as a diagnostic code. They name the request seldom, and share no thread
 * with it: an event belongs to the only refused verification that it lies in, or to the only call of the device where no run is there; `probable`, never more. Of several each has it as a candidate.
 * Where no other log of the server is there, each is a failed request by itself; these are returned.
 */
export function bindPointRefusals(context: BindContext): readonly Cluster[] {
  const { pointRefusals, present } = context.segment;
  if (pointRefusals.length === 0) return [];
  const touched = createTouched(context.clusters);
  const places = pointRefusals.map((event) => ({ event, fits: fitting(event, touched) }));
  const askedBy = Map.groupBy(
    places.flatMap(({ fits }) => fits),
    (cluster) => cluster,
  );
  const isAlone = tellers.every((writer) => !present.has(writer));
  const opened: Cluster[] = [];
  for (const { event, fits } of places) {
    const fragment = pointFragment("loose", event);
    const [only, ...others] = fits;
    if (only === undefined && isAlone) opened.push(clusterOf(fragment, "legacy", "its own record"));
    else if (only !== undefined && others.length === 0 && askedBy.get(only)?.length === 1)
      only.members.push({ fragment, grade: "probable", why: "the only refused verification at that time" });
    else {
      context.unbound.push(fragment);
      for (const one of fits) addCandidate(one, [event], "one of several refused verifications at that time");
    }
  }
  return opened;
}

/** What was refused goes before what may have been. */
function fitting(event: Observation, touched: ReturnType<typeof createTouched>): readonly Cluster[] {
  const at = event.at ?? Number.NaN;
  const near = touched({ start: at - slackMs, end: at + slackMs }).filter(
    (one) => mayBeRefused(one) && agrees(event, one),
  );
  const refused = near.filter((one) => isRefused(one));
  return refused.length > 0 ? refused : near;
}

/** Logs of which one at least tells of each request that is refused. */
const tellers: readonly string[] = ["iis", "plugin", "crp", "ndes"];
/** The event is written by another service than the one that refuses, on the same clock. */
const slackMs = 1000;

function mayBeRefused(cluster: Cluster): boolean {
  return cluster.generation !== "unified" && !observationsOf(cluster).some((one) => isPassed(one));
}

/** A call that failed before it came to verification was not refused there. */
function isPassed({ kind, stage, outcome, facts }: Observation): boolean {
  if (stage === 4 || stage === 6 || facts.eventId === issueFailed) return true;
  if (kind === "contact.unreadable" || kind === "contact.http-error") return true;
  return stage === 3 && verdicts.has(kind) && outcome === "ok";
}

const issueFailed = 31;
const verdicts: ReadonlySet<string> = new Set(["verify.returned", "verify.finished"]);

/** Where the run names a reason itself, it is this one; that something was thrown is none. */
function agrees({ facts: { reason } }: Observation, cluster: Cluster): boolean {
  const said = observationsOf(cluster)
    .filter(({ stage }) => stage === 3)
    .flatMap(({ facts }) => facts.reason ?? [])
    .filter((one) => one !== "exception");
  return reason === undefined || said.length === 0 || said.includes(reason);
}

function isRefused(cluster: Cluster): boolean {
  return observationsOf(cluster).some(({ stage, outcome }) => stage === 3 && outcome === "failed");
}
