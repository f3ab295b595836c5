import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { wantedBy } from "../../collectors/index.ts";
import type { Place } from "../../collectors/index.ts";

/** What is kept in a data folder, an example of each kind. */
export const ownFiles: readonly string[] = ["scepscope.sqlite", "positions", "event-logs/Application.xml"];

/**
 * The place that would follow some of these files of our own as if they were logs; undefined: none. `names` are below the folder. A place whose patterns want none of them is none.
 */
export function placeAround(
  folder: string,
  names: readonly string[],
  places: readonly Place[],
): Place | undefined {
  const real = realPath(folder);
  return places.find((place) => {
    const steps = relative(realPath(place.path), real).split(sep);
    if (steps[0] === ".." || isAbsolute(steps.join(sep))) return false;
    const wanted = wantedBy(place);
    return names.some((name) => wanted.file([...steps, name].filter((step) => step !== "").join("/")));
  });
}

/** Also of what is not there yet: then of the folder that it will be made in. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realPath(above), basename(path));
  }
}
