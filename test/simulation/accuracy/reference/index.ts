import type { Simulation, TruthRecord } from "../../index.ts";
import { assign } from "./assignment.ts";
import { createCallLayer, type CallLayer } from "./call-layer.ts";
import { callsOf, matchCrpRuns, type PluginCall } from "./crp-layer.ts";
import { operationPairs } from "./operation-layer.ts";
import { readHost, type HostLogs, type PluginRun } from "./read-host.ts";
import { rowEnds, type RowEnds } from "./row-ends.ts";

/** How far a matcher comes that knows how the simulator draws its spans. */
export interface Reference {
  /** Of the records of the layers below, those that it binds to their request. */
  readonly recall: number;
  /** Runs and rows, by layer. */
  readonly layers: ReadonlyMap<string, { readonly count: number; readonly right: number }>;
  /** The records that it had to bind: the analysis is compared on these. */
  readonly records: readonly TruthRecord[];
}

/**
 * The bar for bursts: the likeliest matching of the same records (no key, no truth), layer by layer: CRP runs, the
 * plug-in's rows, then PKIOperation rows, each against the plug-in's runs. It decides always: its recall is what guessing
 * with perfect knowledge reaches.
 */
export function matchByTruth(simulation: Simulation): Reference {
  const bound: Bound[] = [];
  for (const [host, waits] of simulation.waits) {
    const logs = readHost(simulation, host);
    for (const run of logs.runs) bound.push({ layer: "plug-in runs", run, records: run.records });
    const layers = (["verify", "notify"] as const).map((kind) => bindCrp(logs, simulation, { kind, bound }));
    const ends = bindRows(logs, layers, bound);
    const pairs = operationPairs(logs, ends, { latencies: simulation.latencies, waits });
    for (const [run, row] of assign(pairs))
      bind(bound, logs, { layer: "PKIOperation rows", run, records: recordsOf(logs, row) });
  }
  return score(simulation, bound);
}

interface Bound {
  readonly layer: string;
  readonly run: PluginRun;
  readonly records: readonly TruthRecord[];
}

interface Layer extends CallLayer {
  readonly kind: "verify" | "notify";
  readonly calls: readonly PluginCall[];
}

function bindCrp(
  logs: HostLogs,
  { latencies }: Simulation,
  { kind, bound }: { kind: Layer["kind"]; bound: Bound[] },
): Layer {
  const calls = callsOf(logs, kind);
  const crpOf = matchCrpRuns(logs, calls, { kind, latencies });
  for (const [call, crp] of crpOf) {
    bind(bound, logs, {
      layer: `CRP ${kind} runs`,
      run: calls[call]?.run ?? -1,
      records: logs.crpRuns[crp]?.records ?? [],
    });
  }
  return { kind, calls, ...createCallLayer(logs, calls, { kind, latencies, crpOf }) };
}

/** What the rows' possible calls say of their ends narrows the choice, which says more of the ends; a few rounds settle it. */
const rounds = 4;

function bindRows(logs: HostLogs, layers: readonly Layer[], bound: Bound[]): RowEnds {
  let ends = rowEnds(logs.rows, []);
  for (let round = 0; round < rounds; round++) {
    ends = rowEnds(
      logs.rows,
      layers.flatMap((layer) => layer.boundsOf(layer.pairs(ends))),
    );
  }
  for (const { kind, calls, pairs } of layers) {
    for (const [call, row] of assign(pairs(ends)))
      bind(bound, logs, {
        layer: `${kind} rows`,
        run: calls[call]?.run ?? -1,
        records: recordsOf(logs, row),
      });
  }
  return ends;
}

function recordsOf(logs: HostLogs, row: number): readonly TruthRecord[] {
  const record = logs.rows[row]?.record;
  return record === undefined ? [] : [record];
}

function bind(
  bound: Bound[],
  logs: HostLogs,
  { run, ...rest }: { layer: string; run: number; records: readonly TruthRecord[] },
): void {
  const anchor = logs.runs[run];
  if (anchor !== undefined) bound.push({ ...rest, run: anchor });
}

const layerOfRole = new Map([
  ["plugin-verify", "plug-in runs"],
  ["plugin-notify", "plug-in runs"],
  ["crp-verify", "CRP verify runs"],
  ["crp-notify", "CRP notify runs"],
  ["verify-call", "verify rows"],
  ["notify-call", "notify rows"],
  ["pki-operation", "PKIOperation rows"],
]);

function score({ truth }: Simulation, bound: readonly Bound[]): Reference {
  const records = [...truth.records.values()]
    .flat()
    .filter(({ request, role }) => request !== null && layerOfRole.has(role));
  const right = new Set<TruthRecord>();
  for (const { run, records: taken } of bound) {
    const owner = run.records[0]?.request;
    for (const record of taken) if (record.request === owner) right.add(record);
  }
  const layers = new Map<string, { count: number; right: number }>();
  for (const record of records) {
    const layer = layerOfRole.get(record.role) ?? "";
    const sum = layers.get(layer) ?? { count: 0, right: 0 };
    layers.set(layer, { count: sum.count + 1, right: sum.right + Number(right.has(record)) });
  }
  return { recall: right.size / records.length, layers, records };
}
