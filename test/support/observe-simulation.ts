import { sniff } from "../../collectors/index.ts";
import type { Observation, Writer } from "../../processors/contract/index.ts";
import { observe } from "../../processors/observations/index.ts";
import { openReader } from "../../processors/records/index.ts";
import type { Simulation, SimulatedFile } from "../simulation/index.ts";

/** A simulated file as the processors see it: what its records say, in file order. */
export interface ObservedFile {
  readonly path: string;
  /** Who wrote it, `""` when it says nothing of SCEP. */
  readonly writer: Writer | "";
  readonly observations: readonly Observation[];
}

/**
 * Reads simulated logs in memory. Hosts are called as the records or folders say; the zones of servers are given, as
 * with `--zone`.
 */
export function observeSimulation({ files, scenario }: Simulation): ObservedFile[] {
  const biases = new Map(scenario.hosts.map((plan) => [plan.name, plan.biasMinutes]));
  return files.map((file) => {
    const [top = "", second = ""] = file.path.split("/");
    const bias = biases.get(top);
    const host = (top === "devices" ? second : top).toLowerCase();
    const observations = observeFile(file, host, bias === undefined ? null : bias * 60_000);
    return { path: file.path, writer: observations[0]?.writer ?? "", observations };
  });
}

function observeFile(
  { path, bytes, modifiedAt }: SimulatedFile,
  folder: string,
  offsetMs: number | null,
): Observation[] {
  const sniffed = sniff(bytes.subarray(0, 65_536), path);
  if (sniffed === null) return [];
  const file = {
    id: path,
    host: folder,
    path,
    format: sniffed.format,
    encoding: sniffed.encoding,
    modifiedAt,
  };
  const found: Parameters<ReturnType<typeof openReader>["read"]>[1] = {
    records: [],
    rejected: [],
    regions: [],
  };
  const reader = openReader({ file, offset: 0, context: "" });
  reader.read(bytes, found);
  reader.end(found);
  const zone = offsetMs === null ? null : ({ offsetMs, trust: "zone-given" } as const);
  const observations: Observation[] = [];
  for (const record of found.records) {
    const inside = "computer" in record ? record.computer : "";
    observe(record, { file, host: plainName(inside) || folder, zone }, observations);
  }
  return observations;
}

function plainName(inside: string): string {
  return inside.toLowerCase().split(".")[0] ?? "";
}
