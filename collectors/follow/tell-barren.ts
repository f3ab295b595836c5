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
  const { now, startedAt, places, options } = following;
  if (following.isBarrenTold || now - startedAt < graceMs) return;
  following.isBarrenTold = true;
  const barren = places.filter((place) => !holdsLog(following, place));
  const isAll = barren.length === places.length;
  const paths = barren
    .filter((each) => !isInTrouble(each) && (isAll || !each.place.optional))
    .map(({ place }) => place.path)
    // It is written by this process, and by nobody else.
    .filter((path) => path !== options.beside?.folder);
  if (paths.length > 0) following.tell({ type: "nothing-found", paths });
}

function holdsLog({ roster }: Following, place: FollowedPlace): boolean {
  const isHere = ({ path }: { readonly path: string }): boolean => holds(place, path);
  return (
    roster.files.values().some((file) => file.presence === "here" && isHere(file)) ||
    Iterator.from(roster.waiting()).some(
      (one) => (one.trouble !== null || knownLogs.has(one.why)) && isHere(one),
    )
  );
}

/** Why a path waits that is a log all the same: another name of one that is followed, or one too many. */
const knownLogs: ReadonlySet<string> = new Set(["copy", "alias", "limit"]);

function isInTrouble({ trouble, folders }: FollowedPlace): boolean {
  return trouble !== null || [...folders.values()].some((folder) => folder.trouble !== null);
}
