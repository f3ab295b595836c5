import type { Writable } from "node:stream";
import { cliError } from "../errors/cli-error.ts";

/** Standard output with back-pressure: small writes are gathered, and a full pipe makes the writer wait. */
export interface Output {
  /** Await it when it gives a promise: the reader of the pipe is slower than we are. */
  write(text: string): Promise<void> | undefined;
  /** For large pieces of UTF-8. When it is done, the bytes may change. */
  writeBytes(bytes: Buffer): Promise<void>;
  /** What was written is with the reader now: for a command that goes on for long. */
  flush(): Promise<void>;
  /** Everything has left the process. */
  end(): Promise<void>;
}

export function createOutput(stream: Writable): Output {
  let gathered: string[] = [];
  let length = 0;
  const flush = (): Promise<void> | undefined => {
    const text = gathered.join("");
    gathered = [];
    length = 0;
    return text === "" || stream.write(text) ? undefined : drained(stream);
  };
  return {
    write: (text) => {
      gathered.push(text);
      length += text.length;
      return length >= gatheredMax ? flush() : undefined;
    },
    writeBytes: async (bytes) => {
      await flush();
      await written(stream, bytes);
    },
    flush: async () => await flush(),
    end: async () => {
      await flush();
      // A stream that still has room tells no end of draining: the end of one more write stands for it.
      if (stream.writableLength > 0) await written(stream, "");
    },
  };
}

/**
 * What becomes of the process when its output fails. Whoever reads has seen enough (`| head`): end at once, quietly.
 * A full disk is an error.
 */
export function watchOutput(stream: Writable, stop: (error: Error | null) => void): void {
  stream.on("error", (error: Error & { code?: string }) => {
    const isClosedPipe = error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED";
    stop(isClosedPipe ? null : outputFailed(error));
  });
}

const gatheredMax = 128 * 1024;

function written(stream: Writable, piece: string | Buffer): Promise<void> {
  return new Promise((resolve) => stream.write(piece, () => resolve()));
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.once("drain", resolve);
    stream.once("close", resolve);
  });
}

function outputFailed(error: Error): Error {
  return cliError({
    code: "output.failed",
    what: `the output could not be written: ${error.message}`,
    remedy: "see whether the disk is full, or write somewhere else",
  });
}
