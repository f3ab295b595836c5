import type { Observation } from "../../contract/index.ts";
import type { Member } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";
import { bindLayer } from "./bind-layer.ts";
import type { Layer, Learned } from "./layer.ts";
import { rowFragment, rowOf } from "./row-ends.ts";
import type { Row } from "./row-ends.ts";
import type { Span } from "./span.ts";

/** The GetCACaps and GetCACert rows that a device sent before its PKIOperation. */
export interface Preludes {
  /** By the observation of the PKIOperation row. */
  readonly ofOperation: ReadonlyMap<Observation, readonly Member[]>;
  /** Calls that failed, or after which the same client never sent a PKIOperation. */
  readonly alone: readonly Fragment[];
  readonly unbound: readonly Fragment[];
}

/**
 * Joins the calls that prepare an enrolment to the PKIOperation of the same client and user agent that follows them. Behind a proxy all clients look the same,
 * so this is probable at best. Expects the rows of one host.
 */
export function bindPreludes(observations: readonly Observation[], learned: { readonly capabilities: Learned; readonly certificate: Learned }): Preludes {
  const ofOperation = new Map<Observation, Member[]>();
  const alone: Fragment[] = [];
  const unbound: Fragment[] = [];
  for (const client of byClient(observations).values()) {
    const operations = client.filter((row) => row.observation.kind === "contact.pki-operation");
    for (const [kind, state] of [
      ["contact.capabilities", learned.capabilities],
      ["contact.ca-certificate", learned.certificate],
    ] as const) {
      const calls = client.filter((row) => row.observation.kind === kind && row.observation.outcome !== "failed");
      // A client may ask twice: what is left over is tried once more.
      const left = bindCalls(bindCalls(calls, operations, { learned: state, ofOperation }), operations, { learned: state, ofOperation });
      for (const row of left) (operations.length === 0 && kind === "contact.ca-certificate" ? alone : unbound).push(rowFragment("prelude-row", row));
    }
    for (const row of client) {
      if (row.observation.outcome === "failed" && row.observation.kind !== "contact.pki-operation") alone.push(rowFragment("prelude-row", row));
    }
  }
  return { ofOperation, alone, unbound };
}

interface Target {
  readonly learned: Learned;
  readonly ofOperation: Map<Observation, Member[]>;
}

/** Returns the calls that stayed alone. */
function bindCalls(calls: readonly Row[], operations: readonly Row[], target: Target): Row[] {
  if (calls.length === 0 || operations.length === 0) return [...calls];
  const layer: Layer = {
    inner: { spans: calls.map((row) => row.span), must: calls.map(() => false), whole: calls.map(() => true) },
    outer: { spans: operations.map((row) => before(row.span)), must: operations.map(() => false), whole: operations.map(() => true) },
    agrees: () => true,
  };
  const result = bindLayer(layer, target.learned);
  return calls.filter((row, index) => {
    const operation = operations[result.partnerOfInner[index] ?? -1];
    if (operation === undefined) return true;
    const members = target.ofOperation.get(operation.observation) ?? [];
    members.push({ fragment: rowFragment("prelude-row", row), grade: "probable", why: "the same client and user agent, shortly before its PKIOperation" });
    target.ofOperation.set(operation.observation, members);
    return false;
  });
}

const leadMs = 60_000;

/** The minute before a call began. */
function before(call: Span): Span {
  return { endFrom: call.endFrom - call.lengthMs, endTo: call.endTo - call.lengthMs, lengthMs: leadMs };
}

function byClient(observations: readonly Observation[]): Map<string, Row[]> {
  const clients = new Map<string, Row[]>();
  for (const observation of observations) {
    const client = observation.keys
      .filter((key) => key.type === "clientIp" || key.type === "userAgent")
      .map((key) => key.value)
      .join(" ");
    const rows = clients.get(client);
    if (rows === undefined) clients.set(client, [rowOf(observation)]);
    else rows.push(rowOf(observation));
  }
  return clients;
}
