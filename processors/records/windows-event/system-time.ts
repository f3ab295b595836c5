const stampPattern = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,12}))?\s*(?:Z|([+-])(\d{2}):?(\d{2}))?$/u;
const filetimeEpochDays = 134_774; // from 1601-01-01 to 1970-01-01
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * `TimeCreated/@SystemTime` as milliseconds since the epoch, fractions kept; null when it is no time that exists.
 * Windows writes UTC with `Z` and 3 to 9 decimals (older versions none); an offset is applied, no zone means UTC.
 */
export function parseSystemTime(stamp: string): number | null {
  const parts = stampPattern.exec(stamp);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  const whole = ((dayNumber(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
  return (whole - offsetSeconds(parts)) * 1000 + fractionMs(parts[7] ?? "");
}

/** FILETIME (100 ns units since 1601) as Windows writes it in XML: `2026-11-25T14:32:09.1234567Z`. */
export function formatFiletime(time: bigint): string {
  const seconds = Number(time / 10_000_000n);
  const days = Math.floor(seconds / 86_400) - filetimeEpochDays;
  const ofDay = seconds % 86_400;
  const clock = [Math.floor(ofDay / 3600), Math.floor(ofDay / 60) % 60, ofDay % 60].map((part) => padded(part, 2)).join(":");
  return `${dateOf(days)}T${clock}.${padded(Number(time % 10_000_000n), 7)}Z`;
}

function isDate(year: number, month: number, day: number): boolean {
  const days = month === 2 && isLeap(year) ? 29 : (monthDays[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March. */
function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = (month + 9) % 12;
  const leaps = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leaps + Math.floor((marchMonth * 153 + 2) / 5) + day - 719_469;
}

function fractionMs(digits: string): number {
  return digits === "" ? 0 : Number(digits) / 10 ** (digits.length - 3);
}

function offsetSeconds(parts: readonly (string | undefined)[]): number {
  const [sign, hours, minutes] = [parts[8], Number(parts[9] ?? 0), Number(parts[10] ?? 0)];
  const size = (hours * 60 + minutes) * 60;
  return sign === "-" ? -size : size;
}

/** The inverse of `dayNumber`. */
function dateOf(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leapless = dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor(leapless / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
