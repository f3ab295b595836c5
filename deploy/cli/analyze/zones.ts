import { isReadFailure, slicesOf } from "../../../collectors/index.ts";
import type { BundleFile } from "../../../collectors/index.ts";
import type { Observation } from "../../../processors/contract/index.ts";
import { givenZone, inferZone, observe, openReader, zoneAnchor } from "../../../processors/index.ts";
import type { AnalyzeOptions, Found, ObserveContext, Zone } from "../../../processors/index.ts";
import { isLocal } from "../../hosts/first-records.ts";
import type { HostNames } from "../../hosts/host-names.ts";

/**
 * The zone of each file whose clock does not tell it: the one that was given, as it was in force at the moment; else one inferred for NDESPlugin.log, where the
 * same calls are stamped in UTC by IIS or the registration point of the same host, and only one zone fits; else none.
 */
export async function findZones(
  files: readonly BundleFile[],
  hostOf: HostNames,
  given: string | undefined,
): Promise<AnalyzeOptions["zoneOf"]> {
  const zones = new Map<string, (at: number) => Zone>();
  for (const file of files) {
    if (!(await isLocal(file))) continue;
    const zone = given === undefined ? await infer(files, file, hostOf) : null;
    if (given !== undefined) zones.set(file.source.id, (at) => givenZone(given, at));
    else if (zone !== null) zones.set(file.source.id, () => zone);
  }
  return (file, at) => zones.get(file.id)?.(at) ?? null;
}

async function infer(
  files: readonly BundleFile[],
  local: BundleFile,
  hostOf: HostNames,
): Promise<Zone | null> {
  if (local.source.format !== "cmtrace") return null;
  const host = hostOf(local.source, "");
  const written = await anchorsOf([local], host);
  if (written.length === 0) return null;
  const peers = files.filter(({ source }) => utcFormats.has(source.format) && hostOf(source, "") === host);
  const zone = inferZone(written, await anchorsOf(peers, host));
  return zone === null ? null : { offsetMs: zone.offsetMs, trust: "zone-inferred" };
}

const utcFormats: ReadonlySet<string> = new Set(["iis-w3c", "svclog"]);
const anchorsMax = 20_000;
const bytesMax = 256 * 2 ** 20;

/** Moments of the same calls, as each writer stamped them; from the first files and bytes only, since a zone needs few. */
async function anchorsOf(files: readonly BundleFile[], host: string): Promise<number[]> {
  const anchors: number[] = [];
  let bytes = 0;
  for (const file of files) {
    if (anchors.length >= anchorsMax || bytes >= bytesMax) break;
    bytes += file.bytes;
    await collect(file, { file: file.source, host, zone: null }, anchors);
  }
  return anchors;
}

async function collect(file: BundleFile, context: ObserveContext, anchors: number[]): Promise<void> {
  const reader = openReader({ file: file.source, offset: 0, context: "" });
  try {
    for await (const slice of slicesOf(file)) {
      const found: Found = { records: [], rejected: [], regions: [] };
      reader.read(slice.bytes, found);
      const observations: Observation[] = [];
      for (const record of found.records) observe(record, context, observations);
      anchors.push(...observations.filter(zoneAnchor).map(({ at }) => at ?? 0));
      if (anchors.length >= anchorsMax) return;
    }
  } catch (error) {
    if (!isReadFailure(error)) throw error;
  }
}
