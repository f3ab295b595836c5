import { decideHosts } from "./decide-hosts.ts";
import { fileIdOf, inodeOf, noEvidence } from "./evidence.ts";
import { folderOf } from "./followed-place.ts";
import { nothingHeld, showAs, shownAs } from "./followed.ts";
import type { Followed } from "./followed.ts";
import { isMissing, noteTrouble, tellFound } from "./following.ts";
import type { Following } from "./following.ts";
import type { Met } from "./meet.ts";
import { resumeMet } from "./resume.ts";
import { sourceName } from "./source-name.ts";
import { statusFolderOf, statusIdsOf } from "./status-ids.ts";

/** Files that were met are followed from now on. Hosts are told from all of them together. */
export async function followMet(following: Following, met: readonly Met[]): Promise<void> {
  for (const place of following.places) {
    const here = met.filter(({ waiting }) => waiting.place === place);
    if (here.length > 0) await decideHosts(following, place, here);
  }
  for (const one of met) await followOne(following, one);
}

async function followOne(following: Following, met: Met): Promise<void> {
  const { roster, limits, tell } = following;
  const { waiting, sniffed } = met;
  if (roster.at(waiting.path) !== waiting) return;
  if (roster.files.size >= limits.filesMax) {
    waiting.why = "limit";
    tell({ type: "limit", path: waiting.path, detail: `more than ${limits.filesMax} files` });
    return;
  }
  const fresh = followedOf(following, met, freeGeneration(following, met));
  const known = roster.files.get(fresh.id) ?? namedOtherwise(following, fresh);
  if (known !== undefined && sniffed.format === "status-file") {
    if (isShipped(following, known)) {
      roster.settle(known, fresh);
      known.place = waiting.place;
      showAs(known, fresh.shown);
      known.isResumed = true;
      tellFound(following, known);
      return;
    }
    roster.forget(known);
  }
  try {
    await begin(following, met, fresh);
  } catch (error) {
    if (isMissing(error)) roster.vacate(waiting.path);
    else noteTrouble(following, { on: waiting, path: waiting.path }, error);
  }
}

/** What the checkpoint says of a status file that lay here when its folder was followed as another place. */
function namedOtherwise({ roster }: Following, fresh: Followed): Followed | undefined {
  if (fresh.format !== "status-file" || roster.away.size === 0) return undefined;
  return statusIdsOf(fresh)
    .flatMap((id) => roster.files.get(id) ?? [])
    .find(({ presence, path }) => presence !== "here" && path === fresh.path);
}

/** What a checkpoint says of a status file its reader may have lost, or the bus never got: then it is met like one that was never seen. */
function isShipped({ options }: Following, known: Followed): boolean {
  return known.isResumed || (options.resumeAt === null && known.ended);
}

/** An id of this inode may have gone to a copy, and must not be given twice. */
function freeGeneration({ roster }: Following, { waiting, stat, sniffed }: Met): number {
  let { generation } = waiting;
  if (sniffed.format === "status-file") return generation;
  while (roster.files.has(fileIdOf(inodeOf(stat), generation, ""))) generation += 1;
  return generation;
}

async function begin(following: Following, met: Met, fresh: Followed): Promise<void> {
  const { roster } = following;
  const file = await resumeMet(following, fresh, (generation) => followedOf(following, met, generation));
  roster.add(file);
  // A status file is shipped whole at once: there is no position that another file could be mistaken for.
  if (file.format === "status-file") following.unsaved = following.unsaved === "first" ? "first" : "yes";
  else following.unsaved = "first";
  tellFound(following, file);
}

function followedOf({ now, options }: Following, met: Met, generation: number): Followed {
  const { waiting, stat, sniffed, head } = met;
  const { place, path, relative } = waiting;
  const [inode, shown] = [inodeOf(stat), shownAs(place, relative)];
  const folder = folderOf(relative);
  const ofStatus = sniffed.format === "status-file" ? statusFolderOf(place.place, folder, path) : "";
  return {
    kind: "followed",
    id: fileIdOf(inode, generation, ofStatus),
    host: place.hosts.get(folder) ?? options.defaultHost,
    ...sniffed,
    generation,
    place,
    inode,
    path,
    shown,
    source: sourceName(shown, sniffed.format),
    head,
    tail: noEvidence,
    offset: 0,
    context: "",
    size: stat.size,
    provenSize: stat.size,
    modifiedAt: stat.modifiedAt,
    changedAt: Math.min(now, waiting.changedAt),
    lookedAt: now,
    seenAt: now,
    presence: "here",
    rotated: false,
    ended: false,
    ...nothingHeld,
    stamp: met.stamp,
    openAt: null,
    trouble: null,
    bytesShipped: 0,
    isUnclear: false,
    checkedAt: now,
    isResumed: true,
  };
}
