import type { BusSink, Format, Slice, SourceCondition, SourceState } from "./contract/index.ts";
import type { Checkpoint } from "./checkpoint/index.ts";
import type { CollectLimits } from "./collect-limits.ts";
import type { Disk } from "./files/index.ts";

/** A folder or file that is followed, and what of it. */
export interface Place {
  /** Absolute. */
  readonly path: string;
  /** Stands before the relative path of its files where they are shown; `""` when there is one place only. */
  readonly name: string;
  /** Lower case; null: guessed from the folders, else the default host. */
  readonly host: string | null;
  /** Globs, relative to `path`; one without `/` is a file name in any folder. Empty: everything. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Need not exist: not reported as missing while nothing of it was ever seen. */
  readonly optional: boolean;
}

/** A source that is no file: what is read of it is written into files, which are followed. Its name as shown to people, and what keeps it from being current. */
export interface SourceBeside extends Pick<SourceState, "name" | "condition" | "detail"> {
  /** While there is more of it: what is not written into its files yet is not older, ms UTC; -Infinity: nobody knows. Infinity: nobody waits for it. */
  readonly passedAt: number;
  /** Nothing more is written into its files before something of them is shipped. */
  readonly isFull?: true;
}

export interface Beside {
  /** The files lie here; absolute, and one of the places. */
  readonly folder: string;
  /** Those that are not current. What stands there of them is in the files when they are asked for. */
  readonly sources: () => readonly SourceBeside[];
}

export interface CollectOptions {
  readonly places: readonly Place[];
  readonly defaultHost: string;
  /**
   * Where whoever takes the reports says whether it knows the default host from an earlier process, it wins over the checkpoint: a host that is known is told as well when there is
   * nothing of it any more. Left out: the checkpoint tells which hosts were reported.
   */
  readonly isKnown?: boolean;
  /** Of this process, as in `SourceReport`; left out: it is not told. */
  readonly collector?: string;
  /** How a host is called whose name a folder tells; left out: as the folder is. */
  readonly hostName?: (folder: string) => string;
  /**
   * The server whose logs lie together, told by the beginnings of those that name it, `""` where none does: it wins over the name of the folder, as the names in records do.
   * Left out: folders alone tell.
   */
  readonly serverOf?: (slices: readonly Slice[]) => string;
  /** Sources of the default host that are no files: channels of an event log that are asked. Left out: there are none. */
  readonly beside?: Beside;
  readonly sink: BusSink;
  readonly checkpoint: Checkpoint;
  /**
   * Where a reader keeps its own positions, they win over the checkpoint: a file that it does not know (null) is shipped from its beginning. Without it
   * (null) the checkpoint counts. `context` as in a shipped slice; `""` when it is not known.
   */
  readonly resumeAt:
    | ((fileId: string) => { readonly offset: number; readonly context: string } | null)
    | null;
  /** First stamp in some bytes of a file, ms UTC; null: none. */
  readonly firstStamp: (slice: Slice) => number | null;
  /** ms UTC. */
  readonly clock: { now(): number };
  /** Resolves after at most `ms`, earlier when aborted; never rejects. */
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Asks the system to call when something in a folder changes; null where it cannot. Only shortens the wait. */
  readonly watch?: WatchFolder;
  readonly disk?: Disk;
  readonly limits?: Partial<CollectLimits>;
  readonly signal: AbortSignal;
  readonly onEvent: (event: CollectEvent) => void;
}

/** `changed` gets the name of a file, or null when the system does not tell it. Returns what ends the watch. */
export type WatchFolder = (folder: string, changed: (name: string | null) => void) => (() => void) | null;

/** What a log of the collector tells. Plain data; paths are hostile text. */
export type CollectEvent =
  | {
      readonly type: "found";
      readonly path: string;
      readonly host: string;
      readonly format: Format;
      readonly fileId: string;
      readonly offset: number;
    }
  /** Once, some time after the start: no log that can be read was found in these places. */
  | { readonly type: "nothing-found"; readonly paths: readonly string[] }
  | { readonly type: "unknown-format"; readonly path: string; readonly detail: string }
  | { readonly type: "renamed"; readonly path: string; readonly to: string; readonly fileId: string }
  /** A copy was found that goes on where the file was cut off. */
  | { readonly type: "copied"; readonly path: string; readonly to: string; readonly fileId: string }
  /** Other bytes stand where shipped ones were. `unreadBytes` were seen and not read. */
  | {
      readonly type: "truncated";
      readonly path: string;
      readonly fileId: string;
      readonly offset: number;
      readonly unreadBytes: number;
    }
  | {
      readonly type: "gone";
      readonly path: string;
      readonly fileId: string;
      readonly offset: number;
      readonly unreadBytes: number;
    }
  /** An event log that was taken for finished was written to in its last chunk: those events are not shipped. */
  | { readonly type: "changed-after-end"; readonly path: string; readonly fileId: string }
  /** The numbers of a channel's events have begun anew: what is there is read again from its first event. */
  | { readonly type: "event-log-cleared"; readonly channel: string }
  /** So many events were overwritten before they were read: the numbers of their records. */
  | {
      readonly type: "event-log-gap";
      readonly channel: string;
      readonly events: number;
      readonly from: number;
      readonly to: number;
    }
  /** Its copies are as many as there may be and not shipped yet: until they are, it is not asked. */
  | { readonly type: "event-log-waits"; readonly channel: string }
  | { readonly type: "event-log-goes-on"; readonly channel: string }
  /** Once, until it is over. */
  | {
      readonly type: "trouble";
      readonly path: string;
      readonly condition: SourceCondition;
      readonly detail: string;
    }
  | { readonly type: "recovered"; readonly path: string }
  /** Once for each host of a place: its files go by the name that they were first shipped with, and not by that of the place. */
  | {
      readonly type: "host-kept";
      readonly path: string;
      readonly host: string;
      readonly configured: string;
    }
  | { readonly type: "limit"; readonly path: string; readonly detail: string }
  | { readonly type: "checkpoint-damaged"; readonly detail: string }
  /** It was stopped, and the bus did not take what had been read: the positions stand before that. */
  | { readonly type: "left-unsent" }
  | { readonly type: "checkpoint-failed"; readonly detail: string }
  | { readonly type: "checkpoint-recovered" };
