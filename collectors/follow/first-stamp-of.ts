import { localFormats } from "../contract/index.ts";
import type { FileStat, Sniffed } from "../files/index.ts";
import { glanceBytes } from "./evidence.ts";
import { folderOf } from "./followed-place.ts";
import type { Waiting } from "./followed.ts";
import type { Following } from "./following.ts";

interface Seen {
  readonly waiting: Waiting;
  readonly stat: FileStat;
  readonly sniffed: Sniffed;
}

/** Of a file whose host is not decided yet the zone of its clock is not known: then the stamp is looked for again when it is, which is what undefined says. */
export function firstStampOf(
  { options }: Pick<Following, "options">,
  { waiting, stat, sniffed }: Seen,
  head: Buffer,
): number | null | undefined {
  const { place, hosts } = waiting.place;
  const host = place.host ?? hosts.get(folderOf(waiting.relative));
  if (host === undefined && localFormats.has(sniffed.format)) return undefined;
  const bytes = head.subarray(0, glanceBytes(sniffed.format, 0));
  const { modifiedAt } = stat;
  const file = { id: "", host: host ?? "", path: waiting.relative, ...sniffed, modifiedAt };
  return options.firstStamp({ file, offset: 0, bytes, end: bytes.length >= stat.size });
}
