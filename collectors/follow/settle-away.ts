import type { FollowedPlace } from "./followed-place.ts";
import { noteSize, moveTo } from "./check.ts";
import { findCopy } from "./copies.ts";
import type { Followed } from "./followed.ts";
import type { Following } from "./following.ts";

/** Places in which something is missing that must be looked for everywhere. */
export function placesToSearch({ roster, places }: Following): readonly FollowedPlace[] {
  const searched = new Set([...roster.away].filter(isSearched).map(({ place }) => place));
  return places.filter((place) => searched.has(place));
}

function isSearched({ format }: Followed): boolean {
  return format !== "status-file";
}

/** After all folders were listed: what is still away lives on in a copy, or is gone. What cannot be looked for stays away. */
export async function settleAway(following: Following): Promise<void> {
  for (const file of [...following.roster.away]) {
    if (file.place === null || !isSearchable(file.place) || isUnsure(following, file)) continue;
    if (file.format === "status-file") following.roster.forget(file);
    else await settle(following, file);
    if (following.unsaved === "no") following.unsaved = "yes";
  }
}

/** Something has its name that cannot be looked at yet. */
function isUnsure({ roster }: Following, { path, format }: Followed): boolean {
  const there = roster.at(path);
  return there?.kind === "waiting" && (there.trouble !== null || format === "status-file");
}

function isSearchable(place: FollowedPlace): boolean {
  if (place.trouble !== null || place.disk.hangs()) return false;
  return [...place.folders.values()].every(({ trouble, listedAt }) => trouble === null && listedAt >= 0);
}

async function settle(following: Following, file: Followed): Promise<void> {
  const { roster, handles, options } = following;
  const copy = await findCopy(following, file);
  if (copy !== null) {
    await handles.close(file);
    moveTo(following, file, copy);
    return;
  }
  if (!file.isResumed && options.resumeAt !== null) {
    const known = options.resumeAt(file.id);
    file.isResumed = true;
    if (known === null) {
      roster.forget(file);
      return;
    }
    file.offset = known.offset;
    file.size = known.offset;
  }
  await lose(following, file);
}

/** What is open of it can still be read. */
async function lose(following: Following, file: Followed): Promise<void> {
  const { roster, handles, tell } = following;
  roster.lose(file);
  try {
    const stat = await handles.held(file)?.stat();
    if (stat !== undefined) noteSize(following, file, stat);
  } catch {
    await handles.close(file);
  }
  const isOpen = handles.held(file) !== undefined;
  const unreadBytes = isOpen ? 0 : Math.max(0, file.size - file.offset);
  // It may come back, and goes on then where it was read to: until that nobody knows whether there is a gap.
  if (!isOpen) file.size = file.offset;
  tell({ type: "gone", path: file.path, fileId: file.id, offset: file.offset, unreadBytes });
}
