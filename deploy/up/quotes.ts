import { open } from "node:fs/promises";
import type { SourceFile } from "../../collectors/contract/index.ts";
import type { CollectEvent } from "../../collectors/index.ts";
import { withoutMessage } from "../../processors/contract/index.ts";

/**
 * Reads log lines again where they stand, for as long as their file is there. Of too many files those are forgotten that were found first: their lines are shown
 * without their words.
 */
export interface Quotes {
  /** Learns where files are. */
  see(event: CollectEvent): void;
  quote(file: SourceFile | null, offset: number, length: number): Promise<string | null>;
}

/** A row of IIS has 64 KiB at most. */
const quoteBytesMax = 96 * 1024;

export interface QuoteLimits {
  readonly logsMax: number;
  /** Nobody tells when one has left its folder, and there are many. */
  readonly statusFilesMax: number;
}

export const quoteLimits: QuoteLimits = { logsMax: 200_000, statusFilesMax: 20_000 };

export function createQuotes({ logsMax, statusFilesMax }: QuoteLimits = quoteLimits): Quotes {
  const logs = new Map<string, string>();
  const statusFiles = new Map<string, string>();
  return {
    see: (event) => {
      if (event.type === "found" && event.format === "status-file")
        put(statusFiles, statusFilesMax, [event.fileId, event.path]);
      else if (event.type === "found") put(logs, logsMax, [event.fileId, event.path]);
      else if (event.type === "renamed" || event.type === "copied")
        put(logs, logsMax, [event.fileId, event.to]);
      else if (event.type === "gone" || event.type === "truncated") logs.delete(event.fileId);
    },
    quote: async (file, offset, length) => {
      const path = file === null ? undefined : (logs.get(file.id) ?? statusFiles.get(file.id));
      if (file === null || path === undefined || file.encoding === "binary") return null;
      const bytes = await readBytes(path, offset, Math.min(length, quoteBytesMax));
      return bytes === null ? null : withoutMessage(new TextDecoder(file.encoding).decode(bytes).trimEnd());
    },
  };
}

function put(paths: Map<string, string>, pathsMax: number, [id, path]: readonly [string, string]): void {
  paths.delete(id);
  paths.set(id, path);
  const [oldest] = paths.keys();
  if (paths.size > pathsMax && oldest !== undefined) paths.delete(oldest);
}

/** Null: it is not there any more, or shorter. */
async function readBytes(path: string, offset: number, length: number): Promise<Buffer | null> {
  try {
    await using handle = await open(path, "r");
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, offset);
    return bytesRead === length ? buffer : null;
  } catch {
    return null;
  }
}
