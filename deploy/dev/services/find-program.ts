import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Path of the first of these programs that is on the PATH; null: none is. */
export function findProgram(
  names: readonly string[],
  path: string = process.env["PATH"] ?? "",
): string | null {
  for (const name of names) {
    for (const folder of path.split(delimiter)) {
      const place = join(folder, name);
      if (folder !== "" && isProgram(place)) return place;
    }
  }
  return null;
}

function isProgram(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
