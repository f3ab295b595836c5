import { InvalidArgumentError } from "commander";
import { keyPartMin } from "../../processors/wording/index.ts";
import { outcomes as outcomeNames } from "../../processors/contract/index.ts";

/** An instant for `--since` and `--until`: ISO 8601, or a date; without a zone it is UTC. Gives ms since the epoch. */
export function instant(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(
    text.trim(),
  );
  const [, day = "", clock = "00:00", zone = "Z"] = match ?? [];
  const at = match === null ? Number.NaN : Date.parse(`${day}T${clock}${zone}`);
  const isReal = !Number.isNaN(at) && new Date(Date.parse(`${day}T00:00Z`)).toISOString().startsWith(day);
  if (!isReal)
    throw new InvalidArgumentError(
      'Give a date or a time such as 2026-11-22, "2026-11-22 10:00" or 2026-11-22T10:00:00+01:00 (UTC if no zone is given).',
    );
  return at;
}

/** For `--key`. An empty one, as of a variable that is not set, is in no request, and so is one of dots and braces alone. */
export function identifier(text: string): string {
  if (/[^\s{}:.…]/.test(text)) return text;
  throw new InvalidArgumentError(
    `Give a transaction id, thumbprint, serial number, device or user, such as 251E592A777C82996C7CF96F3AAADCF996FC31FF; of a hexadecimal one its first ${keyPartMin} characters are enough.`,
  );
}

export function count(text: string): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1) throw new InvalidArgumentError("Give a whole number from 1.");
  return number;
}

/** A value that may be given several times, or several divided by commas. */
export function list(text: string, before: readonly string[] = []): readonly string[] {
  return [
    ...before,
    ...text
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  ];
}

export function outcomes(text: string, before?: readonly string[]): readonly string[] {
  const words = list(text, before);
  if (words.some((word) => !outcomeWords.includes(word))) {
    throw new InvalidArgumentError(`Give one of ${outcomeWords.join(", ")}.`);
  }
  return words;
}

const outcomeWords: readonly string[] = outcomeNames;

/** A zone for clocks that do not tell theirs: an IANA name, or a fixed offset such as +01:00. */
export function zone(text: string): string {
  if (/^[+-](?:0\d|1[0-4]):[0-5]\d$/.test(text) || text === "UTC") return text;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError("Give a zone such as Europe/Berlin, an offset such as +01:00, or UTC.");
  }
}
