import { isReadFailure, readRange } from "../../../collectors/index.ts";
import type { BundleFile } from "../../../collectors/index.ts";
import type { Encoding } from "../../../collectors/contract/index.ts";
import type { Observation, Request } from "../../../processors/contract/index.ts";
import type { Quotes } from "../render/index.ts";

/** Reads the records of one request again, so that its lines can be quoted as they stand in their files. */
export async function quoteRecords(
  request: Request,
  files: ReadonlyMap<string, BundleFile>,
): Promise<Quotes> {
  const lines = new Map<string, string>();
  const observations = [...request.evidence, ...request.candidates].map(({ observation }) => observation);
  for (const observation of observations.slice(0, quotesMax)) {
    const place = placeOf(observation);
    if (!lines.has(place)) lines.set(place, await lineOf(observation, files.get(observation.fileId)));
  }
  return {
    lineOf: ({ observation }) => lines.get(placeOf(observation)) ?? "",
    pathOf: (fileId) => files.get(fileId)?.source.path ?? fileId,
  };
}

const quotesMax = 500;
/** A row of IIS has 64 KiB at most. */
const quoteBytesMax = 96 * 1024;

function placeOf({ fileId, offset }: Observation): string {
  return `${fileId}\n${offset}`;
}

/** A binary record has no line; what it says in words stands for it. */
async function lineOf({ offset, length, facts }: Observation, file: BundleFile | undefined): Promise<string> {
  if (file === undefined || file.source.encoding === "binary") return facts.text ?? "";
  try {
    return decode(
      await readRange(file, offset, Math.min(length, quoteBytesMax)),
      file.source.encoding,
    ).trimEnd();
  } catch (error) {
    if (!isReadFailure(error)) throw error;
    return facts.text ?? "";
  }
}

function decode(bytes: Buffer, encoding: Encoding): string {
  return new TextDecoder(encoding === "binary" ? "utf-8" : encoding).decode(bytes);
}
