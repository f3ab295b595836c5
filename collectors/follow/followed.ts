import type { Encoding, Format } from "../contract/index.ts";
import type { Evidence, SavedFile } from "../checkpoint/index.ts";
import type { FileStat } from "../files/index.ts";
import { waitsForNext } from "../slices/cut.ts";
import type { FollowedPlace } from "./followed-place.ts";
import { sourceName } from "./source-name.ts";
import type { Trouble } from "./trouble.ts";

/** A file that is known, with all that is needed to go on. */
export interface Followed {
  readonly kind: "followed";
  readonly id: string;
  readonly host: string;
  readonly format: Format;
  readonly encoding: Encoding;
  readonly generation: number;
  /** Null: no place holds it any more. */
  place: FollowedPlace | null;
  inode: string;
  path: string;
  shown: string;
  /** The name of the source that it is of, which follows from how it is shown. */
  source: string;
  head: Evidence;
  /** Before `offset`. */
  tail: Evidence;
  /** All bytes before it are with the bus. */
  offset: number;
  /** Null: to be found by reading backwards. */
  context: string | null;
  size: number;
  /** The size that it had when its bytes were last known to be those of this file: what has come since may be another's, that was written in its place. */
  provenSize: number;
  modifiedAt: number;
  /** When it was last seen to change, by our clock. */
  changedAt: number;
  lookedAt: number;
  seenAt: number;
  /** `away`: not found where it was, and not looked for everywhere. `gone`: looked for everywhere it could be. */
  presence: "here" | "away" | "gone";
  /** It was renamed, or its bytes live on in a copy: it will not grow for long. */
  rotated: boolean;
  /** The bus was told that it has ended. */
  ended: boolean;
  /** No record is whole between `offset` and this size. */
  heldSize: number;
  /** What was held then: a record that is whole but for its line end, one that may go on, or room and chunks that may be written into. */
  rest: "whole" | "torn" | "room";
  /** What was held then is not older; 0: that is not known. Null: nobody waits for it. */
  heldFrom: number | null;
  /** First stamp behind `offset`; undefined: not looked for. */
  stamp: number | null | undefined;
  /** Stamp of the last record before `offset`, where only what follows tells its reader that it has ended; 0: that is not known. Null: there is none. */
  openAt: number | null;
  trouble: Trouble | null;
  bytesShipped: number;
  /** Its bytes must be compared with the evidence before more is read. */
  isUnclear: boolean;
  /** Its bytes were last compared with the evidence. */
  checkedAt: number;
  /** Where the reader stands was asked for. */
  isResumed: boolean;
}

/** Of what was not tried to be read yet. */
export const nothingHeld: Pick<Followed, "heldSize" | "heldFrom" | "rest"> = {
  heldSize: -1,
  heldFrom: null,
  rest: "torn",
};

/** Nothing whole is left of it. */
export function isRead({ offset, size, heldSize }: Followed): boolean {
  return offset >= size || heldSize === size;
}

/** A path that is no followed file yet, or never will be. */
export interface Waiting {
  readonly kind: "waiting";
  readonly place: FollowedPlace;
  readonly path: string;
  readonly relative: string;
  /** How many files its inode has been before. */
  generation: number;
  stat: FileStat | null;
  why: "" | "short" | "unknown" | "copy" | "alias" | "limit";
  changedAt: number;
  lookedAt: number;
  /** Size and change that were looked into. */
  looked: string;
  trouble: Trouble | null;
}

export function shownAs(place: FollowedPlace, relative: string): string {
  return place.place.name === "" ? relative : `${place.place.name}/${relative}`;
}

/** It is called so from now on, and is of the source that this tells. */
export function showAs(file: Followed, shown: string): void {
  file.shown = shown;
  file.source = sourceName(shown, file.format);
}

export function toSaved(file: Followed): SavedFile {
  const { id, inode, generation, path, shown, host, format, encoding, offset, head, tail, ended, seenAt } =
    file;
  const context = file.context ?? "";
  return {
    id,
    inode,
    generation,
    path,
    shown,
    host,
    format,
    encoding,
    offset,
    context,
    head,
    tail,
    ended,
    seenAt,
  };
}

export function fromSaved(saved: SavedFile, place: FollowedPlace | null): Followed {
  return {
    ...saved,
    kind: "followed",
    place,
    source: sourceName(saved.shown, saved.format),
    context: saved.context === "" ? null : saved.context,
    size: saved.offset,
    provenSize: saved.offset,
    modifiedAt: 0,
    changedAt: 0,
    lookedAt: 0,
    presence: "away",
    rotated: false,
    ...nothingHeld,
    stamp: undefined,
    openAt: !saved.ended && saved.offset > 0 && waitsForNext(saved.format) ? 0 : null,
    trouble: null,
    bytesShipped: 0,
    isUnclear: false,
    checkedAt: 0,
    isResumed: false,
  };
}
