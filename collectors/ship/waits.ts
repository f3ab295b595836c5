import type { Followed } from "../follow/index.ts";
import { isLiveEventLog } from "./sealing.ts";

/** A file whose last record is not known yet to be whole, and the stamp of that record: what comes of it later is not older, and may be as old. */
export type Wait = readonly [file: Followed, at: number];

/** Stamp of the oldest record of a file of which nobody knows yet where it ends; null: none, or nobody waits for it. */
export function waitsFrom(file: Followed): number | null {
  const { ended, presence, trouble, openAt } = file;
  if (ended || presence === "away" || trouble !== null || isLiveEventLog(file)) return null;
  if (openAt !== null) return openAt;
  return file.offset < file.size && file.heldSize === file.size ? file.heldFrom : null;
}

export function waitsByHost(files: Iterable<Followed>): ReadonlyMap<string, readonly Wait[]> {
  const waits = new Map<string, Wait[]>();
  for (const file of files) {
    const at = waitsFrom(file);
    if (at === null) continue;
    const ofHost = waits.get(file.host) ?? [];
    waits.set(file.host, ofHost);
    ofHost.push([file, at]);
  }
  return waits;
}
