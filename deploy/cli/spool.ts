import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { cliError } from "./cli-error.ts";

/** Text that is written first and read once at the end: small ones stay in memory, large ones go to a temporary file. */
export interface Spool {
  write(text: string): void;
  /** All of it, in pieces. */
  read(): Generator<string>;
  /** Removes the file. Called on exit as well. */
  close(): void;
}

export function createSpool(memoryCharactersMax: number = 8 * 2 ** 20): Spool {
  let pieces: string[] = [];
  let length = 0;
  let file: SpoolFile | null = null;
  const flush = (): SpoolFile => {
    file ??= openSpoolFile();
    file.append(pieces.join(""));
    pieces = [];
    length = 0;
    return file;
  };
  return {
    write: (text) => {
      pieces.push(text);
      length += text.length;
      if (length > (file === null ? memoryCharactersMax : appendCharacters)) flush();
    },
    read: function* read() {
      if (file === null) yield* pieces;
      else yield* flush().read();
    },
    close: () => {
      file?.close();
      file = null;
      pieces = [];
    },
  };
}

const appendCharacters = 2 ** 18;

interface SpoolFile {
  append(text: string): void;
  read(): Generator<string>;
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
    append: (text) => {
      const bytes = Buffer.from(text);
      for (let from = 0; from < bytes.length;) from += attempt(() => writeSync(fd, bytes, from));
    },
    read: () => piecesOf(fd),
    close,
  };
}

function* piecesOf(fd: number): Generator<string> {
  const decoder = new StringDecoder("utf8");
  const chunk = Buffer.allocUnsafe(256 * 1024);
  for (let position = 0; ;) {
    const length = attempt(() => readSync(fd, chunk, 0, chunk.length, position));
    if (length === 0) return;
    position += length;
    yield decoder.write(chunk.subarray(0, length));
  }
}

function attempt<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw cliError({
      code: "output.failed",
      what: `no temporary file could be written: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "make room in the folder for temporary files, or name another one in TMPDIR (TEMP on Windows)",
    });
  }
}
