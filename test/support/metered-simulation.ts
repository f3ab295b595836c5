import { analyze } from "../../processors/analyze.ts";
import type { Finding } from "../../processors/analyze.ts";
import { observeSimulation } from "./observe-simulation.ts";
import { sniff } from "../../collectors/index.ts";
import type { Slice } from "../../collectors/contract/index.ts";
import type { Metrics } from "../../processors/metrics/index.ts";
import type { Simulation } from "../simulation/index.ts";

/** Feeds metrics with what the processors make of simulated logs, and hands out the findings that they were fed with. */
export async function meterSimulation(metrics: Metrics, simulation: Simulation): Promise<readonly Finding[]> {
  for (const { observations } of observeSimulation(simulation)) metrics.observe(observations);
  const findings: Finding[] = [];
  const biases = new Map(simulation.scenario.hosts.map((plan) => [plan.name, plan.biasMinutes * 60_000]));
  const hostOf = (file: { readonly host: string }, inside: string): string => plainName(inside) || file.host;
  const found = analyze(slicesOf(simulation), {
    hostOf,
    zoneOf: ({ host }) => {
      const offsetMs = biases.get(host);
      return offsetMs === undefined ? null : { offsetMs, trust: "zone-given" };
    },
  });
  for await (const finding of found) {
    findings.push(finding);
    feed(metrics, finding);
  }
  return findings;
}

function feed(metrics: Metrics, finding: Finding): void {
  if (finding.type === "request") metrics.settle(finding.request, finding.claim);
  if (finding.type === "rejected") metrics.reject(finding.file.host, finding.file.format, finding.reason);
  if (finding.type === "source") {
    const { host, format, bytes, records } = finding.source;
    metrics.source(host, format, { bytes, records });
  }
}

async function* slicesOf({ files }: Simulation): AsyncGenerator<{ slice: Slice; at: null }> {
  for (const { path, bytes, modifiedAt } of files) {
    const sniffed = sniff(bytes.subarray(0, 65_536), path);
    if (sniffed === null) continue;
    const [top = "", second = ""] = path.split("/");
    const host = (top === "devices" ? second : top).toLowerCase();
    const { format, encoding } = sniffed;
    yield {
      slice: { file: { id: path, host, path, format, encoding, modifiedAt }, offset: 0, bytes, end: true },
      at: null,
    };
  }
}

function plainName(inside: string): string {
  return inside.toLowerCase().split(".")[0] ?? "";
}
