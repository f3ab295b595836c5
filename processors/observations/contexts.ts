import { localFormats } from "../../collectors/contract/index.ts";
import type { SourceFile } from "../../collectors/contract/index.ts";
import type { LogRecord } from "../records/index.ts";
import { goOn, leaveTwice, noWay } from "./clock-way.ts";
import type { ClockWay } from "./clock-way.ts";
import { computerOf } from "./host-of.ts";
import type { ObserveContext, Zone } from "./observe-context.ts";
import { zoneAt } from "./zone-at.ts";

/** What is known of files beyond their records. */
export interface Surroundings {
  /** The host of a record of this file; `inside` is what the record itself says, `""` if nothing. */
  readonly hostOf: (file: SourceFile, inside: string) => string;
  /** The zone of a local clock at a moment, ms as written, if it is known. */
  readonly zoneOf: ZoneOf;
}

export type ZoneOf = (file: SourceFile, at: number) => Zone | null;

/**
 * The contexts of a file's records. A log goes on while its local clock is put forward or back, twice a year and in the midst of a slice: so it is the record that is
 * asked for its moment, not the file.
 */
export interface Contexts {
  /**
   * Looks at the records that come next, all before any of them is asked for: where the clock steps back among them is known then. `readAt`: when they were read, ms UTC;
   * null: long after they were written.
   */
  ahead(records: readonly LogRecord[], readAt: number | null): void;
  of(record: LogRecord): ObserveContext;
  /** Through all records that it has looked at. */
  way(): ClockWay;
}

/** `way`: through the records before, or through all of the file where it was read before. */
export function createContexts(
  file: SourceFile,
  { hostOf, zoneOf }: Surroundings,
  way: ClockWay = noWay,
): Contexts {
  const contexts = new Map<string, ObserveContext>();
  const readingOf = readings(file, zoneOf);
  let zone: Zone | null = null;
  let readAt: number | null = null;
  const turn = (record: Written): void => {
    const found = zoneAt(readingOf(record.at), record, { way, readAt });
    if (found?.offsetMs === zone?.offsetMs && found?.trust === zone?.trust) return;
    zone = found;
    contexts.clear();
  };
  return {
    ahead: (records, at) => {
      readAt = at;
      if (!localFormats.has(file.format)) return;
      for (const record of records) {
        if (isLocal(record)) way = goOnBy(way, record, readingOf(record.at));
      }
    },
    of: (record) => {
      if (isLocal(record)) turn(record);
      const inside = computerOf(record);
      const known = contexts.get(inside);
      if (known !== undefined) return known;
      const made = { file, host: hostOf(file, inside), zone };
      contexts.set(inside, made);
      return made;
    },
    way: () => way,
  };
}

function goOnBy(way: ClockWay, record: Written, reading: Zone | null): ClockWay {
  return reading?.laterMs === undefined
    ? leaveTwice(way, record.offset)
    : goOn(way, record, reading.laterMs - reading.offsetMs);
}

type Written = LogRecord & { readonly at: number };

function isLocal(record: LogRecord): record is Written {
  return record.clock === "local" && record.at !== null;
}

/** What the zone says, asked once for each quarter of an hour. */
function readings(file: SourceFile, zoneOf: ZoneOf): (at: number) => Zone | null {
  let reading: Zone | null = null;
  let quarter = Number.NaN;
  return (at) => {
    const turned = Math.floor(at / quarterMs);
    if (turned === quarter) return reading;
    quarter = turned;
    reading = zoneOf(file, quarter * quarterMs);
    return reading;
  };
}

/** Clocks are put forward and back at quarters of an hour. */
const quarterMs = 15 * 60_000;
