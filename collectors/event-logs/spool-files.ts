import { mkdir, open, readdir, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { eventsIn } from "./events-in.ts";
import type { PrintedEvent } from "./events-in.ts";

/** The files of one channel, numbered in the order in which they are written. */
export interface SpoolFiles {
  pathOf(number: number): string;
  /** Where the mark of the channel lies. */
  readonly markPath: string;
  /** Where it goes on after a start. */
  end(): Promise<SpoolEnd>;
  /** The file that is written to next, when it was this one until now; null: there are more than there may be, and the oldest is not kept elsewhere yet. */
  turned(number: number): Promise<number | null>;
  /** What was written to a file survives a loss of power. */
  force(number: number): Promise<void>;
}

export interface SpoolEnd {
  /** Of the file that is written to next. */
  readonly number: number;
  /** The last whole event in all of them; null: there is none. */
  readonly last: PrintedEvent | null;
  /** The file in which it stands. */
  readonly lastFile: number;
}

export interface SpoolLimits {
  /** A file that has grown to this is followed by the next. */
  readonly fileBytesMax: number;
  /** Files of one channel: beyond them the oldest has to go before anything is written. A start behind a torn end, and numbers that begin anew, each begin one before that. */
  readonly filesMax: number;
}

export const spoolLimits: SpoolLimits = { fileBytesMax: 16 * 2 ** 20, filesMax: 4 };

export interface SpoolPlace {
  readonly folder: string;
  readonly channel: string;
  /** How many bytes of one of the files are kept elsewhere for good. */
  readonly kept: (path: string) => number;
  readonly limits?: SpoolLimits;
}

/** Makes the folder where there is none. */
export async function openSpoolFiles(place: SpoolPlace): Promise<SpoolFiles> {
  const { folder } = place;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stem = stemOf(place.channel);
  const pathOf = (number: number): string => join(folder, `${stem}.${String(number).padStart(6, "0")}.xml`);
  const numbers = (): Promise<readonly number[]> => numbersIn(folder, stem);
  return {
    pathOf,
    markPath: join(folder, `${stem}.seen`),
    end: async () => endOf(await numbers(), pathOf),
    turned: async (number) => turned(place, { number, numbers, pathOf }),
    force: (number) => forced(pathOf(number)),
  };
}

/** A file whose end is torn is not written to any more. One that holds no whole event is begun anew. */
async function endOf(numbers: readonly number[], pathOf: SpoolFiles["pathOf"]): Promise<SpoolEnd> {
  const newest = numbers.at(-1) ?? 1;
  for (const number of numbers.toReversed()) {
    const tail = await tailOf(pathOf(number));
    const last = eventsIn(Buffer.from(tail)).at(-1);
    const isTorn = number === newest && !tail.endsWith("</Event>\n");
    if (last !== undefined) return { number: newest + (isTorn ? 1 : 0), last, lastFile: number };
    if (number === newest) await truncate(pathOf(newest));
  }
  return { number: newest, last: null, lastFile: newest };
}

interface Turning {
  readonly number: number;
  readonly numbers: () => Promise<readonly number[]>;
  readonly pathOf: SpoolFiles["pathOf"];
}

async function turned(
  { kept, limits = spoolLimits }: SpoolPlace,
  { number, numbers, pathOf }: Turning,
): Promise<number | null> {
  const next = (await sizeOf(pathOf(number))) < limits.fileBytesMax ? number : number + 1;
  for (const one of await numbers()) {
    if (one > next - limits.filesMax) break;
    const path = pathOf(one);
    // For what follows the white space behind the last event a reader may wait.
    if (kept(path) < (await sizeOf(path)) - lineEndBytes) return null;
    // Windows keeps the name of one that is open elsewhere: then it goes with the next.
    await rm(path, { force: true }).catch(() => {});
  }
  return next;
}

const lineEndBytes = 1;

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** As Windows names the file of a channel, and nothing that leads out of the folder. */
function stemOf(channel: string): string {
  return channel.replaceAll("/", "%4").replaceAll(/[^\w %-]/g, "_");
}

/** In order. */
async function numbersIn(folder: string, stem: string): Promise<readonly number[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.startsWith(`${stem}.`) && /^\d{6,}\.xml$/.test(name.slice(stem.length + 1)))
    .map((name) => Number.parseInt(name.slice(stem.length + 1), 10))
    .toSorted((a, b) => a - b);
}

/** More than any event. */
const tailBytes = 2 ** 20;

async function tailOf(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, tailBytes));
    await file.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString("utf8");
  } finally {
    await file.close();
  }
}

async function forced(path: string): Promise<void> {
  // Windows forces only what may be written to.
  const file = await open(path, "r+").catch(() => null);
  try {
    await file?.sync();
  } finally {
    await file?.close();
  }
}
