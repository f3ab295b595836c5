import type { wantedBy } from "../../collectors/index.ts";
import { grouped } from "../../processors/wording/index.ts";
import type { Finding } from "./finding.ts";

type Wanted = ReturnType<typeof wantedBy>;

const area = "logs";

export function isArchive(path: string): boolean {
  return /\.zip$/i.test(path);
}

/** A live collector does not look into archives: neither does who says what it will find. `left`: those that were met, as they are walked by. */
export function withoutArchives(wanted: Wanted): {
  readonly wanted: Wanted;
  readonly left: readonly string[];
} {
  const left: string[] = [];
  const file = (path: string): boolean => {
    if (!wanted.file(path)) return false;
    if (!isArchive(path)) return true;
    left.push(path);
    return false;
  };
  return { wanted: { ...wanted, file }, left };
}

export function archivesLeft(path: string, left: readonly string[]): readonly Finding[] {
  const [first] = left;
  if (first === undefined) return [];
  const what =
    left.length === 1
      ? `one archive below ${path} is not followed: ${first}`
      : `${grouped(left.length)} archives below ${path} are not followed, such as ${first}`;
  const remedy = "unpack what is to be followed; `scepscope analyze` reads archives as they are";
  return [{ area, level: "ok", what, remedy }];
}

/** The place itself is one. */
export function archiveAsPlace(path: string): Finding {
  const remedy = "unpack it and name the folder, or read it with `scepscope analyze`";
  return { area, level: "bad", what: `${path} is an archive, which cannot be followed`, remedy };
}
