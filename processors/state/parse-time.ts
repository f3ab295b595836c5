/** ms UTC of a time as `isoTime` writes it. Most records of a request are of one day, often of one moment: the last day is remembered, which changes no result. */
export function parseTime(text: string): number {
  const day = text.slice(0, dayLength);
  if (day !== lastDay) {
    lastDay = day;
    lastDayMs = Date.parse(day);
  }
  const isUsual = text.length === usualLength && text.charCodeAt(usualLength - 1) === letterZ;
  if (!isUsual) return Date.parse(text);
  const hours = two(text, 11);
  const milliseconds = digit(text, 20) * 100 + two(text, 21);
  return lastDayMs + hours * 3_600_000 + two(text, 14) * 60_000 + two(text, 17) * 1000 + milliseconds;
}

const dayLength = "2026-11-22".length;
const usualLength = "2026-11-22T10:00:00.123Z".length;
const letterZ = 0x5a;
const digitZero = 0x30;
let lastDay = "";
let lastDayMs = Number.NaN;

function two(text: string, index: number): number {
  return digit(text, index) * 10 + digit(text, index + 1);
}

function digit(text: string, index: number): number {
  return text.charCodeAt(index) - digitZero;
}
