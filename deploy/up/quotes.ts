import { open } from "node:fs/promises";
import type { SourceFile } from "../../collectors/contract/index.ts";
import type { CollectEvent } from "../../collectors/index.ts";
import { withoutMessage } from "../../processors/wording/index.ts";

/** Reads log lines again where they stand, for as long as their file is there. */
export interface Quotes {
  /** Learns where files are. */
  see(event: CollectEvent): void;
  quote(file: SourceFile | null, offset: number, length: number): Promise<string | null>;
}

/** A row of IIS has 64 KiB at most. */
const quoteBytesMax = 96 * 1024;

export function createQuotes(): Quotes {
  const paths = new Map<string, string>();
  return {
    see: (event) => {
      if (event.type === "found") paths.set(event.fileId, event.path);
      else if (event.type === "renamed" || event.type === "copied") paths.set(event.fileId, event.to);
      else if (event.type === "gone" || event.type === "truncated") paths.delete(event.fileId);
    },
    quote: async (file, offset, length) => {
      const path = file === null ? undefined : paths.get(file.id);
      if (file === null || path === undefined || file.encoding === "binary") return null;
      const bytes = await readBytes(path, offset, Math.min(length, quoteBytesMax));
      return bytes === null ? null : withoutMessage(new TextDecoder(file.encoding).decode(bytes).trimEnd());
    },
  };
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
