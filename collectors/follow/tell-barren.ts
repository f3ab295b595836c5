import { holds } from "./followed-place.ts";
import type { FollowedPlace } from "./followed-place.ts";
import type { Following } from "./following.ts";

/** So long a place that holds no log may be one whose logs are just being copied. */
const graceMs = 5000;

/**
 * Once, some time after the start: in which places no log was found that can be read. It is no trouble, since logs may come later; but whoever has named the wrong folder
 * would wait for ever. A place that is in trouble was named with it. Of optional places nothing is said while there is a log anywhere: a server has not all of them.
 */
export function tellBarren(following: Following): void {
  if (following.isBarrenTold || following.now - following.startedAt < graceMs) return;
  following.isBarrenTold = true;
  const barren = following.places.filter((place) => isBarren(following, place));
  const isAll = barren.length === following.places.length;
  const paths = barren.filter(({ place }) => isAll || !place.optional).map(({ place }) => place.path);
  if (paths.length > 0) following.tell({ type: "nothing-found", paths });
}

function isBarren({ roster, options }: Following, place: FollowedPlace): boolean {
  if (place.place.path === options.beside?.folder || isInTrouble(place)) return false;
  const told = [
    ...[...roster.files.values()].filter(({ presence }) => presence === "here"),
    ...[...roster.waiting()].filter(({ trouble, why }) => trouble !== null || knownLogs.has(why)),
  ];
  return !told.some(({ path }) => holds(place, path));
}

/** Why a path waits that is a log all the same: another name of one that is followed, or one too many. */
const knownLogs: ReadonlySet<string> = new Set(["copy", "alias", "limit"]);

function isInTrouble({ trouble, folders }: FollowedPlace): boolean {
  return trouble !== null || [...folders.values()].some((folder) => folder.trouble !== null);
}
