import { basename } from "node:path";
import type { CollectOptions } from "../collect-options.ts";
import { hostsOf } from "../files/index.ts";
import type { FollowedPlace } from "../follow/index.ts";

type HostName = CollectOptions["hostName"];

/**
 * Whose a path below a place is that cannot be read; undefined: nobody's. To find it all folders of the place are compared, which takes seconds for 32 paths among 20,000 folders: the answer is
 * kept for as long as none of these is added.
 */
export function whoseIs(path: string, place: FollowedPlace, hostName: HostName): string | undefined {
  const { whose, hosts } = place;
  if (whose.folders !== hosts.size || whose.found.size >= foundMax) whose.found.clear();
  whose.folders = hosts.size;
  if (!whose.found.has(path)) whose.found.set(path, hostAt(place, path) ?? guessAt(place, path, hostName));
  return whose.found.get(path);
}

/** More than a report has of one place. */
const foundMax = 1000;

/** The host whose logs lie nearest to it, where only one has some there. */
function hostAt({ place, hosts }: FollowedPlace, path: string): string | undefined {
  if (place.host !== null) return place.host;
  for (let folder = path; folder !== ""; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")))) {
    const near = [...hosts].filter(([known]) => `${known}/`.startsWith(`${folder}/`));
    const [host, ...others] = new Set(near.map(([, name]) => name));
    if (host !== undefined) return others.length === 0 ? host : undefined;
  }
  return undefined;
}

/** Whose it would be by its folders, where these are named like hosts: nobody is to be sent to another server. */
function guessAt({ place, hosts }: FollowedPlace, path: string, hostName: HostName): string | undefined {
  if (path === "") return undefined;
  // As if there were a log of its own kind in each folder: only names tell.
  const folders = [path, ...hosts.keys()].map((folder) => ({ path: `${folder}/log`, format: folder }));
  const [guess = ""] = hostsOf(folders, basename(place.path));
  return guess === "" ? undefined : (hostName?.(guess) ?? guess);
}
