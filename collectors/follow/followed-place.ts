import { basename, dirname } from "node:path";
import { wantedBy } from "../files/index.ts";
import type { PatientDisk } from "../files/index.ts";
import type { Place } from "../collect-options.ts";
import type { Trouble } from "./trouble.ts";

/** A place with what was seen of it. */
export interface FollowedPlace {
  readonly place: Place;
  readonly disk: PatientDisk;
  /** Whether a relative path is wanted. */
  readonly wants: (relative: string) => boolean;
  /** Whether a relative folder may hold what is wanted. */
  readonly enters: (relative: string) => boolean;
  /** Its folder; for a single file that in which it lies. */
  root: string;
  /** The name of the single file that is followed; null: a folder; undefined: not known, since it was never there. */
  single: string | null | undefined;
  /** Which folder the root is, to know one that was made anew under its name; `""`: it was never there. */
  rootInode: string;
  /** By path; the root is the first. */
  readonly folders: Map<string, FollowedFolder>;
  /** Host of each relative folder, decided once: a host must not change its name under way. */
  readonly hosts: Map<string, string>;
  /** Whose paths were found to be that cannot be read, while so many folders had a host. */
  readonly whose: { folders: number; readonly found: Map<string, string | undefined> };
  /** Hosts that its files keep from an earlier process, where the place has another by now. */
  readonly kept: Set<string>;
  trouble: Trouble | null;
}

export interface FollowedFolder {
  readonly path: string;
  readonly relative: string;
  readonly depth: number;
  subfolders: readonly string[];
  entries: number;
  listedAt: number;
  /** Something has changed in it, says the system. */
  isDirty: boolean;
  trouble: Trouble | null;
  unwatch: (() => void) | null;
}

export function followedPlace(place: Place, disk: PatientDisk): FollowedPlace {
  const wanted = wantedBy(place);
  return {
    place,
    disk,
    wants: (relative) => wanted.file(relative),
    enters: (relative) => wanted.folder(relative),
    root: place.path,
    single: undefined,
    rootInode: "",
    folders: new Map(),
    hosts: new Map(),
    whose: { folders: 0, found: new Map() },
    kept: new Set(),
    trouble: null,
  };
}

/** The place is a folder, or one file in a folder. */
export function settleRoot(place: FollowedPlace, kind: "folder" | "file"): void {
  place.single = kind === "folder" ? null : basename(place.place.path);
  place.root = kind === "folder" ? place.place.path : dirname(place.place.path);
}

/** Whether a path lies below it. */
export function holds(place: FollowedPlace, path: string): boolean {
  const folder = place.place.path;
  return (
    path === folder ||
    (path.startsWith(folder) && /^[\\/]/.test(path.slice(folder.replace(/[\\/]$/, "").length)))
  );
}

/** The folder of a relative path, as `hosts` knows it. */
export function folderOf(relative: string): string {
  return relative.slice(0, Math.max(0, relative.lastIndexOf("/")));
}
