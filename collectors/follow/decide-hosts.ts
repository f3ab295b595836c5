import { basename } from "node:path";
import { namingFormats, serverFormats } from "../contract/index.ts";
import type { Format, Slice } from "../contract/index.ts";
import { devicesOf, hostsOf } from "../files/index.ts";
import { glanceBytes } from "./evidence.ts";
import { folderOf } from "./followed-place.ts";
import type { FollowedPlace } from "./followed-place.ts";
import { shownAs } from "./followed.ts";
import type { Followed } from "./followed.ts";
import type { Following } from "./following.ts";
import type { Met } from "./meet.ts";
import { readScratch } from "./read-scratch.ts";

/** The host of each folder in which something was met for the first time. It is told from all files of the place together, and stays. */
export async function decideHosts(
  following: Following,
  place: FollowedPlace,
  met: readonly Met[],
): Promise<void> {
  if (met.every(({ waiting }) => place.hosts.has(folderOf(waiting.relative)))) return;
  const given = place.place.host;
  if (given === null) await tellHosts(following, place, met);
  else for (const { waiting } of met) place.hosts.set(folderOf(waiting.relative), given);
}

async function tellHosts(following: Following, place: FollowedPlace, met: readonly Met[]): Promise<void> {
  const known = [...following.roster.files.values()].filter((file) => file.place === place);
  const placed = [...met.map((one) => placedMet(one)), ...known.map((file) => placedFile(place, file))];
  const guessed = hostsOf(placed, basename(place.place.path));
  const servers = await serversOf(following, placed, guessed);
  // Where other folders are hosts, this machine is none of them: what is left is a device's, and named after its folder.
  const isFleet = guessed.some((guess) => guess !== "");
  const { hostName, defaultHost } = following.options;
  placed.forEach((one, index) => {
    const folder = folderOf(one.path);
    // A folder may hold a hundred thousand files, and each look at its neighbours is one at all of them.
    if (place.hosts.has(folder)) return;
    const guess = guessed[index] ?? "";
    const device = guess === "" ? deviceOf(placed, one, isFleet) : "";
    const named = device === "" ? (servers.get(guess) ?? guess) : device;
    place.hosts.set(folder, (hostName?.(named) ?? named) || defaultHost);
  });
}

interface Placed {
  readonly path: string;
  readonly format: Format;
  /** Known from before. */
  readonly host: string | null;
  readonly met: Met | null;
}

function placedMet(met: Met): Placed {
  return { path: met.waiting.relative, format: met.sniffed.format, host: null, met };
}

function placedFile({ place }: FollowedPlace, { shown, format, host }: Followed): Placed {
  return { path: place.name === "" ? shown : shown.slice(place.name.length + 1), format, host, met: null };
}

/** By what was guessed from the folders: whose the logs of servers there are. What was decided before holds, also when today's logs name nobody. */
async function serversOf(
  following: Following,
  placed: readonly Placed[],
  guessed: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const servers = new Map<string, string>();
  for (const [guess, group] of Map.groupBy(placed, (_, index) => guessed[index] ?? "")) {
    const known = group.find(({ format, host }) => host !== null && serverFormats.has(format))?.host;
    const named = known ?? (await nameIn(following, group));
    if (named !== "") servers.set(guess, named);
  }
  return servers;
}

async function nameIn(following: Following, group: readonly Placed[]): Promise<string> {
  const { serverOf } = following.options;
  if (serverOf === undefined) return "";
  const heads: Slice[] = [];
  const naming = group.flatMap(({ met }) =>
    met !== null && namingFormats.has(met.sniffed.format) ? [met] : [],
  );
  for (const met of naming.slice(0, askedMax)) {
    const head = await headOf(following, met);
    if (head !== null) heads.push(head);
  }
  return heads.length === 0 ? "" : serverOf(heads);
}

/** So many files tell whose they are, or none does. */
const askedMax = 32;

/** Null: it cannot be read now. That is told when its turn comes. */
async function headOf(following: Following, { waiting, stat, sniffed }: Met): Promise<Slice | null> {
  try {
    const opened = await waiting.place.disk.open(waiting.path);
    try {
      const length = Math.min(glanceBytes("evtx", 0), stat.size);
      const bytes = Buffer.from(await readScratch(following, opened, { position: 0, length }));
      const path = shownAs(waiting.place, waiting.relative);
      const file = { id: "", host: "", path, ...sniffed, modifiedAt: stat.modifiedAt };
      return { file, offset: 0, bytes, end: false };
    } finally {
      await opened.close();
    }
  } catch {
    return null;
  }
}

/** `""`: it is a server's. Beside hosts only what no device writes is, else a folder that holds nothing but the logs of a device is the device's. */
function deviceOf(placed: readonly Placed[], { path, format }: Placed, isFleet: boolean): string {
  if (isFleet) return serverFormats.has(format) ? "" : deviceFolder(path);
  const folder = folderOf(path);
  const neighbours = placed.filter((other) => folderOf(other.path) === folder);
  const isDevice = neighbours.every((other) => other.format === "omadm" || other.format === "console");
  return isDevice ? deviceFolder(path) : "";
}

/** Logs of phones and tablets name nobody: the folder tells, or the name of the file. */
function deviceFolder(path: string): string {
  return devicesOf([path], () => false)[0] ?? "";
}
