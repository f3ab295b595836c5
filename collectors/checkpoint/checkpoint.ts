import type { Encoding, Format } from "../contract/index.ts";

/** What is known of a file by its content: how many bytes, and their hash. */
export interface Evidence {
  readonly length: number;
  readonly hash: string;
}

/** A file as it is remembered over a restart: who it is, by which evidence, and how far the bus has it. */
export interface SavedFile {
  readonly id: string;
  /** Inode and birth time, or device and inode where the file system tells no birth time. */
  readonly inode: string;
  /** How many files this inode has been before, by truncation or under the same birth time. */
  readonly generation: number;
  /** Where it was last. */
  readonly path: string;
  /** As shown to people. */
  readonly shown: string;
  readonly host: string;
  readonly format: Format;
  readonly encoding: Encoding;
  /** All bytes before it are with the bus. */
  readonly offset: number;
  /** What a reader must know that starts at `offset`. */
  readonly context: string;
  /** First bytes of the file. */
  readonly head: Evidence;
  /** Last bytes before `offset`. */
  readonly tail: Evidence;
  /** The bus was told that it has ended. */
  readonly ended: boolean;
  /** When it was last seen, ms UTC. */
  readonly seenAt: number;
}

/** What was saved last. */
export interface Saved {
  readonly files: readonly SavedFile[];
  /** Hosts of which sources were reported: when there is nothing of them any more, whoever takes the reports has to be told. */
  readonly hosts: readonly string[];
}

/**
 * Where identities and positions are kept.
 *
 * Crash: a save is whole or not there at all; then the one before counts, bytes are shipped again, and the reader's cursor drops them. Replay: saving
 * twice changes nothing. Overload: a save that fails is tried again with what is then known; shipping goes on.
 */
export interface Checkpoint {
  /** What was saved last. `damage` says what could not be used, `""` when all is well or nothing was ever saved. */
  load(): Promise<Saved & { readonly damage: string }>;
  /** Resolves when it will survive a loss of power. */
  save(files: Iterable<SavedFile>, hosts: Iterable<string>): Promise<void>;
}

/** Forgets everything with the process: for tests, and for an `up` whose store keeps the positions. */
export function memoryCheckpoint(): Checkpoint {
  let kept: Saved = { files: [], hosts: [] };
  return {
    load: async () => ({ ...kept, damage: "" }),
    save: async (files, hosts) => void (kept = { files: [...files], hosts: [...hosts] }),
  };
}
