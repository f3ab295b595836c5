import type { Observation } from "../../contract/index.ts";
import type { Cluster } from "../cluster.ts";
import type { Fragment, PluginRun } from "../fragment.ts";
import type { CaRequest } from "../runs/ca-requests.ts";
import type { Follower } from "../runs/connector-runs.ts";
import type { CrpRun } from "../runs/crp-runs.ts";
import type { Row } from "./row-ends.ts";
import { copyLearned, emptyLearned } from "./layer.ts";
import type { Learned } from "./layer.ts";

/** What one host's time-bound sources logged between two moments of rest. Each list is in order of time. */
export interface Segment {
  readonly host: string;
  readonly pluginRuns: readonly PluginRun[];
  readonly connectorRuns: readonly Fragment[];
  /** What the connector reported later: joined by identifier, elsewhere. */
  readonly reports: readonly Fragment[];
  /** What another channel says on the thread of a connector's run just after it. */
  readonly followers: readonly Follower[];
  readonly crpVerifies: readonly CrpRun[];
  readonly crpNotifies: readonly CrpRun[];
  readonly verifyRows: readonly Row[];
  readonly notifyRows: readonly Row[];
  readonly pkiRows: readonly Row[];
  /** Rows of other calls of the same files: they only help to order the ends. */
  readonly otherRows: readonly Row[];
  /** Calls that HTTP.sys refused or lost. */
  readonly httpErrors: readonly Observation[];
  readonly ndesEvents: readonly Observation[];
  /** What the legacy connector says of refused verifications. */
  readonly pointRefusals: readonly Observation[];
  readonly caRequests: readonly CaRequest[];
  /** Sources that logged anything in or shortly before this segment: only a source that is there can lack a record. */
  readonly present: ReadonlySet<string>;
}

/** What the layers of one host have learned, carried from segment to segment. */
export interface HostLearned {
  readonly crpVerify: Learned;
  readonly crpNotify: Learned;
  readonly verifyRow: Learned;
  readonly notifyRow: Learned;
  readonly pkiRow: Learned;
  readonly ca: Learned;
  readonly ndesEvent: Learned;
}

export function emptyHostLearned(): HostLearned {
  return {
    crpVerify: emptyLearned(),
    crpNotify: emptyLearned(),
    verifyRow: emptyLearned(),
    notifyRow: emptyLearned(),
    pkiRow: emptyLearned(),
    ca: emptyLearned(),
    ndesEvent: emptyLearned(),
  };
}

export function copyHostLearned(learned: HostLearned): HostLearned {
  return {
    crpVerify: copyLearned(learned.crpVerify),
    crpNotify: copyLearned(learned.crpNotify),
    verifyRow: copyLearned(learned.verifyRow),
    notifyRow: copyLearned(learned.notifyRow),
    pkiRow: copyLearned(learned.pkiRow),
    ca: copyLearned(learned.ca),
    ndesEvent: copyLearned(learned.ndesEvent),
  };
}

/**
 * The same for a part of the records: what stands alone at its edges tells nothing of the logs, so it is weighed as if so many others had their partner. The waits are the very ones: a book copies what it begins
 * with.
 */
export function learnedForPart(learned: HostLearned): HostLearned {
  const forPart = (layer: Learned): Learned => ({ ...layer, musts: layer.musts + partMusts });
  return {
    crpVerify: forPart(learned.crpVerify),
    crpNotify: forPart(learned.crpNotify),
    verifyRow: forPart(learned.verifyRow),
    notifyRow: forPart(learned.notifyRow),
    pkiRow: forPart(learned.pkiRow),
    ca: forPart(learned.ca),
    ndesEvent: forPart(learned.ndesEvent),
  };
}

const partMusts = 100;

/** What the binders of events, CA requests work on. */
export interface BindContext {
  readonly segment: Segment;
  readonly learned: HostLearned;
  readonly clusters: readonly Cluster[];
  readonly unbound: Fragment[];
}
