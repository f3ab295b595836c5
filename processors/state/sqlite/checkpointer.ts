import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

/** Moves the log into the file in a thread of its own: that waits for the disk, and nobody else has to. */
export interface Checkpointer {
  /** After a commit: begins when the log has grown, unless it is at it. */
  look(): void;
  /** One pass, now; resolves when it is over, well or not. */
  pass(): Promise<void>;
  /** Resolves when the thread has left. */
  close(): Promise<void>;
}

const logBytes = 16 * 1024 * 1024;

/** The thread begins with the first pass: a small store never needs it. When it fails, the writer does its work: `onFailure`. */
export function createCheckpointer(path: string, onFailure: () => void): Checkpointer {
  let worker: Worker | null = null;
  let hasFailed = false;
  const fail = (): void => {
    [worker, hasFailed] = [null, true];
    onFailure();
  };
  let passing: Promise<void> | null = null;
  const pass = (): Promise<void> => {
    worker ??= startThread(path, fail);
    const thread = worker;
    passing ??= new Promise<void>((resolve) => {
      const over = (): void => {
        for (const event of endings) thread.off(event, over);
        passing = null;
        resolve();
      };
      for (const event of endings) thread.on(event, over);
      thread.postMessage("pass");
    });
    return passing;
  };
  return {
    look: () => {
      if (passing === null && !hasFailed && sizeOf(`${path}-wal`) > logBytes) void pass();
    },
    pass,
    close: async () => {
      await worker?.terminate();
    },
  };
}

const endings = ["message", "error", "exit"] as const;

function startThread(path: string, onFailure: () => void): Worker {
  const thread = new Worker(new URL(import.meta.url), { workerData: { checkpointed: path } });
  thread.once("error", onFailure);
  thread.unref();
  return thread;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** In the thread: a connection of its own. A pass that others are in the way of is made up for by the next. */
function work(path: string): void {
  const db = new DatabaseSync(path, { timeout: 0 });
  db.exec("PRAGMA synchronous = NORMAL");
  parentPort?.on("message", () => {
    db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    parentPort?.postMessage("over");
  });
}

if (!isMainThread && typeof workerData?.checkpointed === "string") work(workerData.checkpointed);
