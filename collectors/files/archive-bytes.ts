import { closeSync, openSync, readSync } from "node:fs";
import yauzl from "yauzl";

/** The bytes of an archive at any position: a file on disk, or an archive that was unpacked into memory. */
export interface ArchiveBytes {
  readonly size: number;
  /** Fills the buffer; throws when there are fewer bytes. */
  read(into: Buffer, position: number): void;
  close(): void;
}

export function archiveOnDisk(diskPath: string, size: number): ArchiveBytes {
  let fd = openSync(diskPath, "r");
  const window = Buffer.allocUnsafe(64 * 1024);
  let windowAt = 0;
  let windowLength = 0;
  return {
    size,
    // The directory of an archive is read in hundreds of thousands of steps of some 46 bytes: hence the window.
    read: (into, position) => {
      if (into.length >= window.length) return fill(fd, into, position);
      if (position < windowAt || position + into.length > windowAt + windowLength) {
        windowAt = position;
        windowLength = readSync(fd, window, 0, window.length, position);
      }
      if (position + into.length > windowAt + windowLength) throw new Error("the archive ends too early");
      window.copy(into, 0, position - windowAt);
    },
    // Its number may be that of another file soon: whoever still reads must not read that.
    close: () => {
      if (fd >= 0) closeSync(fd);
      fd = -1;
    },
  };
}

export function archiveInMemory(bytes: Buffer): ArchiveBytes {
  return {
    size: bytes.length,
    read: (into, position) => {
      if (bytes.copy(into, 0, position) < into.length) throw new Error("the archive ends too early");
    },
    close: () => {},
  };
}

/** The same bytes in the form that yauzl asks for. */
export class ArchiveAccess extends yauzl.RandomAccessReader {
  readonly #bytes: ArchiveBytes;

  constructor(bytes: ArchiveBytes) {
    super();
    this.#bytes = bytes;
  }

  override read(
    ...[into, offset, length, position, done]: Parameters<yauzl.RandomAccessReader["read"]>
  ): void {
    let failure: Error | null = null;
    try {
      this.#bytes.read(into.subarray(offset, offset + length), position);
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    // Never from within the call: yauzl expects to be called back later.
    queueMicrotask(() => done(failure));
  }
}

function fill(fd: number, into: Buffer, position: number): void {
  let length = 0;
  while (length < into.length) {
    const got = readSync(fd, into, length, into.length - length, position + length);
    if (got === 0) throw new Error("the archive ends too early");
    length += got;
  }
}
