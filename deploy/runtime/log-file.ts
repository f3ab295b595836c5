import { closeSync, fstatSync, openSync, readSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "./make-folder.ts";

export interface LogFileOptions {
  readonly path: string;
  /** Size beyond which the next lines begin a file of their own; the full one becomes `PATH.1`, what was `PATH.1` becomes `PATH.2`. */
  readonly bytesMax: number;
  /** How many files there are at most, with the one that is written: 2 or more. */
  readonly filesMax: number;
  /** Called behind the first lines that could be written again: how many writes were lost before them, and the last of their errors. */
  readonly afterLoss: (count: number, error: unknown) => void;
}

/**
 * A file for the program's own log, for services whose standard error nobody keeps. What is returned takes whole lines, and has written them when it returns. A disk that is
 * full, or a file that somebody holds, costs lines, which are counted, and never the process. Throws the error of the system where the file cannot be opened at the start.
 *
 * By hand, because the rotating writers that there are write later: a process that ends at once would lose the line that says why.
 */
export function logFileWriter({
  path,
  bytesMax,
  filesMax,
  afterLoss,
}: LogFileOptions): (lines: string) => void {
  makeFolder(dirname(path));
  let file: OpenFile | null = open(path);
  let rotateAt = bytesMax;
  let lostCount = 0;
  let lastError: unknown = null;

  const write = (lines: string): void => {
    const bytes = Buffer.from(lines);
    if (file !== null && file.size > 0 && file.size + bytes.length > rotateAt) {
      close(file);
      file = null;
      const isRotated = rotate(path, filesMax);
      file = open(path);
      // Somebody holds one of them, as a scanner may on Windows: it goes on in the same file, and is tried again later.
      rotateAt = isRotated ? bytesMax : file.size + bytesMax / 10;
    }
    file ??= open(path);
    append(file, bytes);
  };

  return (lines) => {
    try {
      write(lines);
    } catch (error) {
      lostCount += 1;
      lastError = error;
      return;
    }
    if (lostCount === 0) return;
    const count = lostCount;
    lostCount = 0;
    afterLoss(count, lastError);
  };
}

interface OpenFile {
  readonly handle: number;
  size: number;
  /** What was written last has no end: the disk was full, or the process killed, in the midst of a line. */
  isTorn: boolean;
}

/** Its own user and group may read it: it names hosts, paths and addresses. */
function open(path: string): OpenFile {
  const handle = openSync(path, "a+", 0o640);
  const { size } = fstatSync(handle);
  const last = Buffer.alloc(1);
  const isTorn = size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last.toString() !== "\n";
  return { handle, size, isTorn };
}

function close({ handle }: OpenFile): void {
  try {
    closeSync(handle);
  } catch {
    // Whatever it held back is lost either way.
  }
}

function append(file: OpenFile, lines: Buffer): void {
  const bytes = file.isTorn ? Buffer.concat([Buffer.from("\n"), lines]) : lines;
  for (let done = 0; done < bytes.length;) {
    const count = writeSync(file.handle, bytes, done);
    done += count;
    file.size += count;
    file.isTorn = done < bytes.length;
  }
}

/** `PATH.1` to `PATH.2` and so on, the oldest first. False where one of them could not be moved. */
function rotate(path: string, filesMax: number): boolean {
  const nameOf = (age: number): string => (age === 0 ? path : `${path}.${age}`);
  try {
    for (let age = filesMax - 2; age >= 0; age -= 1) moveIfThere(nameOf(age), nameOf(age + 1));
    return true;
  } catch {
    return false;
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}
