import { closeSync, openSync } from "node:fs";
import type { Stats } from "node:fs";
import type { ByteReader } from "./bundle.ts";
import { fillFrom } from "./fill-from.ts";
import type { FoundFile } from "./found-file.ts";
import { readFailure } from "./read-failure.ts";

/**
 * A file on disk. It is read with synchronous calls: from the page cache a chunk takes less time than a round through
 * the thread pool, which matters with a hundred thousand status files. Callers yield to the event loop between chunks.
 */
export function diskFile(at: { argument: number; path: string; diskPath: string }, stats: Stats): FoundFile {
  // Not the whole of `stats` may live on in the functions below: there can be hundreds of thousands of them.
  const { size, mtimeMs } = stats;
  return fileOf(at, { size, modifiedAt: Math.floor(mtimeMs) });
}

function fileOf(
  at: { argument: number; path: string; diskPath: string },
  { size, modifiedAt }: { size: number; modifiedAt: number },
): FoundFile {
  return {
    argument: at.argument,
    path: at.path,
    id: at.path,
    bytes: size,
    modifiedAt,
    open: async (from) => openReader(at.diskPath, from, size),
  };
}

function openReader(diskPath: string, from: number, end: number): ByteReader {
  let position = from;
  let fd = attempt(() => openSync(diskPath, "r"));
  return {
    read: async (into) => {
      const wanted = Math.min(into.length, end - position);
      const length = attempt(() => fillFrom(fd, into.subarray(0, Math.max(0, wanted)), position));
      position += length;
      return length;
    },
    close: () => {
      if (fd >= 0) closeSync(fd);
      fd = -1;
    },
  };
}

function attempt<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw readFailure("file.unreadable", error);
  }
}
