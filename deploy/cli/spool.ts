import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cliError } from "../errors/cli-error.ts";
import { systemReason } from "../../collectors/contract/index.ts";

/** Text that is written first and read once at the end: small ones stay in memory, large ones go to a temporary file. */
export interface Spool {
  write(text: string): void;
  /** All of it as UTF-8, in pieces: each is valid until the next one is asked for. */
  read(): Generator<Buffer>;
  /** Removes the file. Called on exit as well. */
  close(): void;
}

/** `memoryBytes`: what fits in there needs no file, and a file is written in pieces of this size. */
export function createSpool(memoryBytes: number = 2 ** 20): Spool {
  const memory = Buffer.allocUnsafeSlow(memoryBytes);
  let length = 0;
  let file: SpoolFile | null = null;
  const append = (bytes: Buffer): void => {
    file ??= openSpoolFile();
    file.append(bytes);
  };
  return {
    write: (text) => {
      const bytesMax = text.length * utf8BytesMax;
      if (length + bytesMax > memoryBytes) {
        append(memory.subarray(0, length));
        length = 0;
      }
      if (bytesMax > memoryBytes) append(Buffer.from(text));
      else length += memory.write(text, length);
    },
    read: function* read() {
      if (file !== null) yield* file.read();
      yield memory.subarray(0, length);
    },
    close: () => {
      file?.close();
      file = null;
      length = 0;
    },
  };
}

/** Of one UTF-16 unit. */
const utf8BytesMax = 3;

interface SpoolFile {
  append(bytes: Buffer): void;
  read(): Generator<Buffer>;
  close(): void;
}

function openSpoolFile(): SpoolFile {
  const folder = attempt(() => mkdtempSync(join(tmpdir(), "scepscope-")));
  const fd = attempt(() => openSync(join(folder, "requests.json"), "wx+", 0o600));
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    process.off("exit", close);
    closeSync(fd);
    rmSync(folder, { recursive: true, force: true });
  };
  process.on("exit", close);
  return {
    append: (bytes) => {
      for (let from = 0; from < bytes.length;) from += attempt(() => writeSync(fd, bytes, from));
    },
    read: () => piecesOf(fd),
    close,
  };
}

function* piecesOf(fd: number): Generator<Buffer> {
  const chunk = Buffer.allocUnsafeSlow(256 * 1024);
  for (let position = 0; ;) {
    const length = attempt(() => readSync(fd, chunk, 0, chunk.length, position));
    if (length === 0) return;
    position += length;
    yield chunk.subarray(0, length);
  }
}

function attempt<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw cliError({
      code: "output.failed",
      what: `no temporary file could be written in "${tmpdir()}": ${systemReason(error)}`,
      remedy: "make room in the folder for temporary files, or name another one in TMPDIR (TEMP on Windows)",
    });
  }
}
