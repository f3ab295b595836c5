const filetimeEpochDays = 134_774; // from 1601-01-01 to 1970-01-01

/** FILETIME (100 ns units since 1601) as Windows writes it in XML: `2026-11-25T14:32:09.1234567Z`. */
export function formatFiletime(time: bigint): string {
  const seconds = Number(time / 10_000_000n);
  const days = Math.floor(seconds / 86_400) - filetimeEpochDays;
  const ofDay = seconds % 86_400;
  const clock = [Math.floor(ofDay / 3600), Math.floor(ofDay / 60) % 60, ofDay % 60]
    .map((part) => padded(part, 2))
    .join(":");
  return `${dateOf(days)}T${clock}.${padded(Number(time % 10_000_000n), 7)}Z`;
}

/** `YYYY-MM-DD` of a day counted from 1970-01-01, by years that begin in March, so that the leap day is the last. */
function dateOf(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leapless =
    dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096);
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
