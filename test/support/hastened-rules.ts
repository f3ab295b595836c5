import { hastened } from "../../alerts/index.ts";
import { parseValues, printAllRules } from "../../deploy/alerts/index.ts";

const unitSeconds = { m: 60, h: 3600, d: 86_400 } as const;

/**
 * The rules for a world in which everything goes so many times faster: each span in them is so many times shorter, those that nobody can choose as well. `given` as a file
 * of values: in the time of the usual world.
 */
export function hastenedRules(times: number, given = ""): string {
  const values = { ...hastened(parseValues(given, "values"), times), interval: "1s" } as const;
  return printAllRules(values).replaceAll(
    /(\[|offset )(\d+)([mhd])\b/g,
    (_, before: string, count: string, unit: keyof typeof unitSeconds) =>
      `${before}${Math.ceil((Number(count) * unitSeconds[unit]) / times)}s`,
  );
}
