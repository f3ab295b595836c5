import { followMet } from "./adopt.ts";
import type { FollowedPlace } from "./followed-place.ts";
import type { Following } from "./following.ts";
import { listPlace } from "./listing.ts";
import { lookAtFollowed } from "./look.ts";
import { meetWaiting } from "./meet.ts";
import { placesToSearch, settleAway } from "./settle-away.ts";

/**
 * Brings what is known up to date with the disk: lists folders, looks at files, recognises new ones, and finds again what was renamed or copied. Only an open
 * file is believed; names and notices of the system only say where to look.
 *
 * Crash: everything here can be done again from the checkpoint. Replay: a second survey of the same disk changes nothing. Overload: quiet files and large folders
 * are looked at less often, never not at all.
 */
export async function survey(following: Following): Promise<void> {
  const told = [...following.hints];
  await inAllPlaces(following.places, (place) => listPlace(following, place, false));
  await lookAtFollowed(following);
  const met = await meetWaiting(following);
  const search = placesToSearch(following);
  await inAllPlaces(search, (place) => listPlace(following, place, true));
  const found = search.length > 0 ? await meetWaiting(following) : [];
  // What looks like another file may be the copy in which one goes on that is not where it was.
  await settleAway(following);
  await followMet(following, [...met, ...found]);
  // What was told meanwhile is for the next survey.
  for (const path of told) following.hints.delete(path);
}

/** Side by side, so that one that hangs does not keep the others waiting longer than once. */
async function inAllPlaces(
  places: readonly FollowedPlace[],
  visit: (place: FollowedPlace) => Promise<void>,
): Promise<void> {
  await Promise.all(places.map(visit));
}
