import { clientOf } from "../../contract/index.ts";
import type { Kind, Observation } from "../../contract/index.ts";
import type { Cluster, Member } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";
import { bindLayer } from "./bind-layer.ts";
import { learn } from "./latency.ts";
import type { Layer, Learned } from "./layer.ts";
import { rowFragment, rowOf } from "./row-ends.ts";
import type { Row } from "./row-ends.ts";
import type { Span } from "./span.ts";

/** The GetCACaps and GetCACert rows that a device sent before its PKIOperation. */
export interface Preludes {
  /** By the observation of the PKIOperation row, or of what HTTP.sys logged in its place. */
  readonly ofOperation: ReadonlyMap<Observation, readonly Member[]>;
  /** Attempts that failed, or after which the same client never sent a PKIOperation. */
  readonly alone: readonly Cluster[];
  readonly unbound: readonly Fragment[];
}

/**
 * Joins the calls that prepare an enrolment to the PKIOperation of the same client and user agent that follows them. Behind a proxy all clients look the same,
 * so this is probable at best. Expects the rows of one host.
 */
export function bindPreludes(
  observations: readonly Observation[],
  learned: { readonly capabilities: Learned; readonly certificate: Learned },
): Preludes {
  const ofOperation = new Map<Observation, Member[]>();
  const alone: Cluster[] = [];
  const unbound: Fragment[] = [];
  const refused = refusedCalls(observations);
  for (const client of byClient(observations.filter((one) => one.writer !== "httperr")).values()) {
    const operations = client.filter((row) => row.observation.kind === "contact.pki-operation");
    // A client may ask twice: what is left over is tried once more; then calls that HTTP.sys refused, which name no user agent.
    const rounds = [operations, operations, refused.get(addressOf(client[0])) ?? []];
    const left = [
      ...bindRounds(client, rounds, {
        kind: "contact.capabilities",
        learned: learned.capabilities,
        ofOperation,
      }),
      ...bindRounds(client, rounds, {
        kind: "contact.ca-certificate",
        learned: learned.certificate,
        ofOperation,
      }),
      ...client.filter(
        (row) => row.observation.outcome === "failed" && row.observation.kind !== "contact.pki-operation",
      ),
    ];
    for (const burst of burstsOf(left)) {
      if (opens(burst, operations.length === 0)) alone.push(attemptOf(burst));
      else unbound.push(...burst.map((row) => rowFragment("prelude-row", row)));
    }
  }
  return { ofOperation, alone, unbound };
}

interface Target {
  readonly kind: Kind;
  readonly learned: Learned;
  readonly ofOperation: Map<Observation, Member[]>;
}

/** Returns the calls of a kind that stayed alone. */
function bindRounds(
  client: readonly Row[],
  rounds: readonly (readonly Row[])[],
  target: Target,
): readonly Row[] {
  const calls = client.filter(
    (row) => row.observation.kind === target.kind && row.observation.outcome !== "failed",
  );
  return rounds.reduce<readonly Row[]>((left, operations) => bindCalls(left, operations, target), calls);
}

/** PKIOperation calls that HTTP.sys logged in place of IIS, by client address. */
function refusedCalls(observations: readonly Observation[]): Map<string, Row[]> {
  const rows = observations
    .filter((one) => one.writer === "httperr" && (one.facts.operation ?? "pkioperation") === "pkioperation")
    .map((one) => rowOf(one));
  return Map.groupBy(rows, addressOf);
}

function addressOf(row: Row | undefined): string {
  return row?.observation.keys.findLast((key) => key.type === "clientIp")?.value ?? "";
}

/** Calls of one client so near to each other are one attempt. */
const burstMs = 60_000;

function burstsOf(rows: readonly Row[]): Row[][] {
  const bursts: Row[][] = [];
  for (const row of rows.toSorted(
    (a, b) => a.span.endFrom - b.span.endFrom || a.observation.offset - b.observation.offset,
  )) {
    const burst = bursts.at(-1);
    const before = burst?.at(-1);
    if (burst !== undefined && before !== undefined && row.span.endFrom - before.span.endFrom <= burstMs)
      burst.push(row);
    else bursts.push([row]);
  }
  return bursts;
}

/** A refused call is an attempt; an answered one only where its client never goes on. */
function opens(burst: readonly Row[], neverOperates: boolean): boolean {
  if (burst.some((row) => row.observation.outcome === "failed")) return true;
  return neverOperates && burst.some((row) => row.observation.kind === "contact.ca-certificate");
}

function attemptOf(burst: readonly Row[]): Cluster {
  const anchor =
    burst.find((row) => row.observation.outcome === "failed") ??
    burst.findLast((row) => row.observation.kind === "contact.ca-certificate");
  const fragments = burst.map((row) => rowFragment("prelude-row", row));
  const first = fragments[anchor === undefined ? 0 : burst.indexOf(anchor)] ?? fragments[0];
  const others = fragments.filter((fragment) => fragment !== first);
  return {
    host: first?.host ?? "",
    generation: "unknown",
    members: [
      ...(first === undefined ? [] : [{ fragment: first, grade: "exact" as const, why: "its own record" }]),
      ...others.map((fragment) => ({
        fragment,
        grade: "probable" as const,
        why: "the same client and user agent, within a minute",
      })),
    ],
    candidates: [],
  };
}

/** Returns the calls that stayed alone. */
function bindCalls(calls: readonly Row[], operations: readonly Row[], target: Target): Row[] {
  if (calls.length === 0 || operations.length === 0) return [...calls];
  if (isCrowded(operations) || isCrowded(calls)) return [...calls];
  const [only] = operations;
  if (only !== undefined && operations.length === 1)
    return calls.filter((row) => !joinedTo(only, row, target));
  const layer: Layer = {
    inner: {
      spans: calls.map((row) => row.span),
      must: calls.map(() => false),
      whole: calls.map(() => true),
    },
    outer: {
      spans: operations.map((row) => before(row.span)),
      must: operations.map(() => false),
      whole: operations.map(() => true),
    },
    agrees: () => true,
  };
  const result = bindLayer(layer, target.learned);
  return calls.filter((row, index) => {
    const operation = operations[result.partnerOfInner[index] ?? -1];
    if (operation !== undefined) join(operation, row, target);
    return operation === undefined;
  });
}

/** A proxy in a push: what each of its many clients asked before can never be told apart. */
function isCrowded(rows: readonly Row[]): boolean {
  return crowds.some(({ count, withinMs }) =>
    rows.some((row, index) => {
      const later = rows[index + count - 1];
      return later !== undefined && Math.abs(later.span.endFrom - row.span.endFrom) <= withinMs;
    }),
  );
}

/** A client with one operation leaves no choice: what it asked within a minute before belongs to it, however often it asked. */
function joinedTo(operation: Row, row: Row, target: Target): boolean {
  const begin = before(operation.span);
  const leastMs = begin.endFrom - row.span.endTo;
  const mostMs = begin.endTo - row.span.endFrom;
  if (mostMs < 0 || leastMs > leadMs) return false;
  learn(target.learned.after, Math.max(0, (leastMs + mostMs) / 2));
  join(operation, row, target);
  return true;
}

function join(operation: Row, row: Row, target: Target): void {
  const members = target.ofOperation.get(operation.observation) ?? [];
  members.push({
    fragment: rowFragment("prelude-row", row),
    grade: "probable",
    why: "the same client and user agent, shortly before its PKIOperation",
  });
  target.ofOperation.set(operation.observation, members);
}

const leadMs = 60_000;
/** Calls of one kind and one client. */
const crowds = [
  { count: 64, withinMs: 2000 },
  { count: 200, withinMs: leadMs },
];

/** The minute before a call began. */
function before(call: Span): Span {
  return { endFrom: call.endFrom - call.lengthMs, endTo: call.endTo - call.lengthMs, lengthMs: leadMs };
}

function byClient(observations: readonly Observation[]): Map<string, Row[]> {
  const clients = new Map<string, Row[]>();
  for (const observation of observations) {
    const client = clientOf(observation);
    const rows = clients.get(client);
    if (rows === undefined) clients.set(client, [rowOf(observation)]);
    else rows.push(rowOf(observation));
  }
  return clients;
}
