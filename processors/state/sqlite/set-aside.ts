import { existsSync, renameSync } from "node:fs";

/** The files of a database: what was committed last stands in the log beside it. */
const endings = ["", "-wal", "-shm"] as const;

/** Moves a damaged file out of the way, under a name with its time (ms UTC). Nothing is deleted: somebody may want to look at it. Its new path. */
export function setAside(path: string, at: number): string {
  const time = new Date(at).toISOString().replaceAll(/[:.]/g, "-");
  const aside = freeName(`${path}.damaged-${time}`);
  for (const ending of endings) if (existsSync(path + ending)) renameSync(path + ending, aside + ending);
  return aside;
}

function freeName(wanted: string): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if (!endings.some((ending) => existsSync(name + ending))) return name;
  }
}
