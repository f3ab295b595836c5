import { StoreFailed } from "../../contract/index.ts";
import { toStoreFailed } from "./failure.ts";
import { openFile } from "./open-file.ts";
import type { OpenFile } from "./open-file.ts";
import { createSerial } from "../serial.ts";
import { setAside } from "./set-aside.ts";
import { transact } from "./transact.ts";

/** What became of the file, to be shown and counted. */
export type FileEvent =
  | { readonly type: "damaged"; readonly path: string; readonly aside: string; readonly detail: string }
  | { readonly type: "migrated"; readonly path: string; readonly from: number };

/** The file that is in use. When it is damaged it is replaced by an empty one, and whoever used it is told so by an error. */
export interface StoreFile {
  /** One transaction after the other. Rejects with `StoreFailed`, `StoreFenced`, or our own mistake. */
  write<Result>(steps: (file: OpenFile) => Generator<void, Result>): Promise<Result>;
  read<Result>(ask: (file: OpenFile) => Result | Promise<Result>): Promise<Result>;
  /** How often a damaged file was replaced: whoever owned something in the one before owns nothing in this one. */
  replacements(): number;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

export interface StoreFileOptions {
  readonly path: string;
  readonly bytesMax: number | null;
  readonly now: () => number;
  readonly onEvent: (event: FileEvent) => void;
}

/** Throws `StoreFailed`. */
export function openStoreFile(options: StoreFileOptions): StoreFile {
  const { path } = options;
  const inTurn = createSerial();
  const held = holdFile(options);
  return {
    write: (steps) =>
      inTurn(async () => {
        const used = held.inUse();
        try {
          const result = await transact(used.writer, () => steps(used));
          used.checkpointer.look();
          return result;
        } catch (error) {
          const failed = toStoreFailed(error, path);
          if (isDamage(failed)) await held.replace(used, failed.message);
          else used.forget();
          throw failed;
        }
      }),
    read: async (ask) => {
      const used = held.inUse();
      try {
        return await ask(used);
      } catch (error) {
        const failed = held.isInUse(used) ? toStoreFailed(error, path) : replaced(path);
        if (isDamage(failed)) await inTurn(() => held.replace(used, failed.message));
        throw failed;
      }
    },
    replacements: () => held.replacements(),
    close: () => inTurn(() => held.close()),
  };
}

interface HeldFile {
  replacements(): number;
  /** Throws `StoreFailed` when it is closed, or cannot be opened. */
  inUse(): OpenFile;
  isInUse(file: OpenFile): boolean;
  /** Nothing, when it was replaced since. */
  replace(damaged: OpenFile, detail: string): Promise<void>;
  close(): Promise<void>;
}

function holdFile(options: StoreFileOptions): HeldFile {
  let isClosed = false;
  let replacements = 0;
  /** Null after a damaged one could not be replaced: that is tried again. */
  let file: OpenFile | null = openOrReplace(options);
  return {
    inUse: () => {
      if (isClosed) throw new StoreFailed("store.closed", `${options.path} is closed`);
      file ??= openOrReplace(options);
      return file;
    },
    isInUse: (used) => file === used,
    replacements: () => replacements,
    replace: async (damaged, detail) => {
      if (file !== damaged) return;
      file = null;
      replacements += 1;
      damaged.close();
      const leaving = damaged.checkpointer.close();
      file = beginAnew(options, detail);
      await leaving;
    },
    close: async () => {
      isClosed = true;
      await file?.checkpointer.close();
      file?.close();
      file = null;
    },
  };
}

/** While somebody was reading it in portions. */
function replaced(path: string): StoreFailed {
  return new StoreFailed("store.unavailable", `${path} was closed or replaced while it was read: ask again`);
}

function isDamage(error: unknown): error is StoreFailed {
  return error instanceof StoreFailed && error.code === "store.damaged";
}

function openOrReplace(options: StoreFileOptions): OpenFile {
  try {
    const file = openFile(options.path, options.bytesMax);
    if (file.migratedFrom !== null)
      options.onEvent({ type: "migrated", path: options.path, from: file.migratedFrom });
    return file;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return beginAnew(options, error.message);
  }
}

function beginAnew({ path, bytesMax, now, onEvent }: StoreFileOptions, detail: string): OpenFile {
  const aside = moveAway(path, now());
  onEvent({ type: "damaged", path, aside, detail });
  return openFile(path, bytesMax);
}

function moveAway(path: string, at: number): string {
  try {
    return setAside(path, at);
  } catch (error) {
    throw toStoreFailed(error, path);
  }
}
