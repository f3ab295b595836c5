import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { wantedBy } from "../../collectors/index.ts";
import type { Place } from "../../collectors/index.ts";

/** What is kept in a data folder, an example of each kind. */
const kept = ["scepscope.sqlite", "positions", "event-logs/Application.xml"];

/** The place that would follow what is kept in the data folder, as if it were a log; undefined: none. One whose patterns want none of it is none. */
export function placeAround(dataFolder: string, places: readonly Place[]): Place | undefined {
  const folder = realPath(dataFolder);
  return places.find((place) => {
    const steps = relative(realPath(place.path), folder).split(sep);
    if (steps[0] === ".." || isAbsolute(steps.join(sep))) return false;
    const wanted = wantedBy(place);
    return kept.some((name) => wanted.file([...steps, name].filter((step) => step !== "").join("/")));
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
