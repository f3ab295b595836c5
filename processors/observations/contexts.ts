import type { SourceFile } from "../../collectors/contract/index.ts";
import type { LogRecord } from "../records/index.ts";
import { computerOf } from "./host-of.ts";
import type { ObserveContext } from "./observe-context.ts";

/** What is known of files beyond their records. */
export interface Surroundings {
  /** The host of a record of this file; `inside` is what the record itself says, `""` if nothing. */
  readonly hostOf: (file: SourceFile, inside: string) => string;
  /** The zone of a local clock at a moment, ms as written, if it is known. */
  readonly zoneOf: ZoneOf;
}

export type ZoneOf = (file: SourceFile, at: number) => ObserveContext["zone"];

/**
 * The contexts of a file's records. A log goes on while its local clock is put forward or back, twice a year and in the midst of a slice: so it is the record that is
 * asked for its moment, not the file.
 */
export function createContexts(
  file: SourceFile,
  { hostOf, zoneOf }: Surroundings,
): (record: LogRecord) => ObserveContext {
  const contexts = new Map<string, ObserveContext>();
  let zone: ObserveContext["zone"] = null;
  let quarter = Number.NaN;
  const turn = (at: number): void => {
    const turned = Math.floor(at / quarterMs);
    if (turned === quarter) return;
    quarter = turned;
    const found = zoneOf(file, quarter * quarterMs);
    if (found?.offsetMs === zone?.offsetMs && found?.trust === zone?.trust) return;
    zone = found;
    contexts.clear();
  };
  return (record) => {
    if (record.clock === "local" && record.at !== null) turn(record.at);
    const inside = computerOf(record);
    const known = contexts.get(inside);
    if (known !== undefined) return known;
    const made = { file, host: hostOf(file, inside), zone };
    contexts.set(inside, made);
    return made;
  };
}

/** Clocks are put forward and back at quarters of an hour. */
const quarterMs = 15 * 60_000;
