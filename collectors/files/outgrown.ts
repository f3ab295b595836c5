import { seedBytes, startBytes } from "./bundle.ts";
import type { BundleFile, ByteReader, LookedFile } from "./bundle.ts";
import { readRange } from "./read-range.ts";

/**
 * Finds copies of a log that were taken before it had grown further: each with the file whose beginning it is. Only logs
 * that grow at their end are looked at.
 *
 * From `startBytes` on no two logs are equal by chance, wherever they come from. A shorter one is taken for a copy among logs of its own host only: the first rows of two servers can be
 * the same probe of one load balancer in the same second. It must hold `seedBytes`, and a whole record: a header alone, or a piece of a first entry before its time, begins many a log.
 */
export async function findOutgrown(
  files: readonly LookedFile[],
): Promise<ReadonlyMap<BundleFile, BundleFile>> {
  const growing = files.filter(
    ({ source, bytes }) => growingFormats.has(source.format) && bytes >= seedBytes,
  );
  const outgrown = new Map<BundleFile, BundleFile>();
  const byStart = Map.groupBy(
    growing.filter((file) => !isShort(file)),
    ({ source, startChecksum }) => `${source.format} ${startChecksum}`,
  );
  for (const alike of byStart.values()) await compare(alike, startsOther, outgrown);
  const bySeed = Map.groupBy(
    growing.filter((file) => !outgrown.has(file)),
    ({ source, seedChecksum }) => `${source.format} ${seedChecksum} ${source.host}`,
  );
  for (const alike of bySeed.values())
    if (alike.some(isShort)) await compare(alike, shortStartsOther, outgrown);
  return outgrown;
}

/** How a whole record shows in each. Lines may end with CRLF: a dot is no carriage return. */
const growingFormats: ReadonlyMap<string, RegExp> = new Map([
  // The lines of a header begin with a sign that no row begins with.
  ["iis-w3c", /^[^#\0\s][^\n]*\n/m],
  ["httperr", /^[^#\0\s][^\n]*\n/m],
  ["cmtrace", /\]LOG\]!>|^(?!<!\[LOG\[)[^\n]*\n/],
  ["svclog", /<\/E2ETraceEvent>/],
  ["omadm", /\n/],
  ["text", /\n/],
]);

function isShort({ bytes }: BundleFile): boolean {
  return bytes < startBytes;
}

type Starts = (file: BundleFile, longer: BundleFile) => Promise<boolean>;

async function compare(
  alike: readonly BundleFile[],
  starts: Starts,
  outgrown: Map<BundleFile, BundleFile>,
): Promise<void> {
  // A checksum can be the same by chance, or on purpose: so there may be several that begin nothing.
  const grown: BundleFile[] = [];
  for (const file of alike.toSorted((a, b) => b.bytes - a.bytes).slice(0, alikeMax)) {
    const longer = await longerOf(file, grown, starts);
    if (longer === null) grown.push(file);
    else outgrown.set(file, longer);
  }
}

/** Copies of one log; more are read as they are. */
const alikeMax = 100;

async function longerOf(
  file: BundleFile,
  grown: readonly BundleFile[],
  starts: Starts,
): Promise<BundleFile | null> {
  for (const other of grown) if (file.bytes < other.bytes && (await starts(file, other))) return other;
  return null;
}

const shortStartsOther: Starts = async (file, longer) =>
  isShort(file) && (await startsOther(file, longer)) && holdsRecord(file);

async function holdsRecord(file: BundleFile): Promise<boolean> {
  const { format, encoding } = file.source;
  const bytes = await readRange(file, 0, file.bytes).catch(() => Buffer.alloc(0));
  const text = new TextDecoder(encoding === "binary" ? "latin1" : encoding).decode(bytes);
  return (growingFormats.get(format) ?? never).test(text);
}

const never = /(?!)/;

/** A file that cannot be read is the beginning of none: it is reported when its turn comes. */
const startsOther: Starts = async (file, longer) => {
  const readers: ByteReader[] = [];
  try {
    for (const one of [file, longer]) readers.push(await one.open(0));
    const [short, long] = readers;
    return short !== undefined && long !== undefined && (await isSame(short, long, file.bytes));
  } catch {
    return false;
  } finally {
    for (const reader of readers) reader.close();
  }
};

async function isSame(short: ByteReader, long: ByteReader, bytes: number): Promise<boolean> {
  const chunks = [Buffer.alloc(chunkBytes), Buffer.alloc(chunkBytes)] as const;
  for (let left = bytes; left > 0;) {
    const length = await short.read(chunks[0].subarray(0, left));
    await long.read(chunks[1].subarray(0, length));
    if (length === 0 || chunks[0].compare(chunks[1], 0, length, 0, length) !== 0) return false;
    left -= length;
  }
  return true;
}

const chunkBytes = 256 * 1024;
