/** A moment as UTC in ISO 8601 with milliseconds, `2026-11-22T10:00:00.123Z`. Fractions of a millisecond are cut off. */
export function isoTime(ms: number): string {
  const whole = Math.floor(ms);
  const days = Math.floor(whole / dayMs);
  if (days !== lastDay) {
    lastDay = days;
    lastDate = isoDate(days);
  }
  const rest = whole - days * dayMs;
  const hours = Math.floor(rest / 3_600_000);
  const minutes = Math.floor(rest / 60_000) % 60;
  const seconds = Math.floor(rest / 1000) % 60;
  return `${lastDate}T${two(hours)}:${two(minutes)}:${two(seconds)}.${String(rest % 1000).padStart(3, "0")}Z`;
}

const dayMs = 86_400_000;
/** Consecutive times mostly fall on one day; this is a cache and changes no result. */
let lastDay = Number.NaN;
let lastDate = "";

/** Days since 1970-01-01 to the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function isoDate(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const monthOfYear = month < 10 ? month + 3 : month - 9;
  const year = yearOfEra + era * 400 + (monthOfYear <= 2 ? 1 : 0);
  return `${String(year).padStart(4, "0")}-${two(monthOfYear)}-${two(day)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
