import type { SourceFile } from "../../../collectors/contract/index.ts";
import { isReadFailure, slicesOf } from "../../../collectors/index.ts";
import type { BundleFile } from "../../../collectors/index.ts";
import { createContexts, openReader } from "../../../processors/index.ts";
import type { AnalyzeOptions, ClockWay, Found } from "../../../processors/index.ts";
import { isLocal } from "../../hosts/first-records.ts";

/**
 * The way of each local clock through the hours that come twice, from the begin of its file to the end: where it steps back tells which time is meant, also before the
 * step. Read beforehand, and only where a zone was given: the others have the same offset all year.
 */
export async function findWays(
  files: readonly BundleFile[],
  given: string | undefined,
  zoneOf: AnalyzeOptions["zoneOf"],
): Promise<NonNullable<AnalyzeOptions["wayOf"]>> {
  const ways = new Map<string, ClockWay>();
  for (const file of files)
    if (given !== undefined && (await isLocal(file))) ways.set(file.source.id, await wayOf(file, zoneOf));
  return ({ id }: SourceFile) => ways.get(id);
}

async function wayOf(file: BundleFile, zoneOf: AnalyzeOptions["zoneOf"]): Promise<ClockWay> {
  const contexts = createContexts(file.source, { hostOf: () => "", zoneOf });
  const reader = openReader({ file: file.source, offset: 0, context: "" });
  try {
    for await (const slice of slicesOf(file)) {
      const found: Found = { records: [], rejected: [], regions: [] };
      reader.read(slice.bytes, found);
      if (slice.end) reader.end(found);
      contexts.ahead(found.records, null);
    }
  } catch (error) {
    // It is reported when its turn comes.
    if (!isReadFailure(error)) throw error;
  }
  return contexts.way();
}
