import { isoStamp } from "../timestamp.ts";

/**
 * `TimeCreated/@SystemTime` as milliseconds since the epoch, fractions kept; null when it is no time that exists.
 * Windows writes UTC with `Z` and up to 9 decimals, older versions without either; an offset is applied.
 */
export function parseSystemTime(stamp: string): number | null {
  const at = isoStamp(stamp.trim())?.at ?? Number.NaN;
  return Number.isNaN(at) ? null : at;
}
