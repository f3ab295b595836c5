import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeLoad } from "../../../deploy/demo/index.ts";

/** What a look at the files of the watched hosts showed, right after the writes had returned. */
export interface Written {
  /** ms UTC. */
  readonly at: number;
  /** Bytes of each file that has grown, by its path below the folder. */
  readonly sizes: readonly (readonly [path: string, bytes: number])[];
  /** Records written since the last one, on all hosts; and on the watched ones those of a request. */
  readonly records: number;
  readonly watched: number;
}

/** A program: `load-writer.ts FOLDER LINES-PER-SECOND HOSTS WATCHED` writes until it is stopped, and tells what has been written, a JSON object a line. The first `WATCHED` hosts are told of. */
const [folder = "", rate = "", hosts = "", watchedHosts = ""] = process.argv.slice(2);
const watched = new Set(Array.from({ length: Number(watchedHosts) }, (_, index) => hostName(index)));
const sizes = new Map<string, number>();
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());

await writeLoad({
  folder,
  seed: 1,
  linesPerSecond: Number(rate),
  hosts: Number(hosts),
  now: () => Date.now(),
  wake: (afterMs) => new Promise((resolve) => setTimeout(resolve, afterMs)),
  signal: stop.signal,
  wrote: (writes) => {
    const at = Date.now();
    const ofRequests = writes.filter((write) => write.request !== null && watched.has(write.folder));
    const told: Written = { at, sizes: grown(), records: writes.length, watched: ofRequests.length };
    process.stdout.write(`${JSON.stringify(told)}\n`);
  },
});

function hostName(index: number): string {
  return `load${String(index + 1).padStart(2, "0")}`;
}

function grown(): (readonly [path: string, bytes: number])[] {
  const changed: (readonly [string, number])[] = [];
  for (const path of [...watched].flatMap((host) => filesOf(host))) {
    const { size } = statSync(join(folder, path));
    if (sizes.get(path) === size) continue;
    sizes.set(path, size);
    changed.push([path, size]);
  }
  return changed;
}

/** Status files are many, and have no offset to compare: their name says when they were there. */
function filesOf(host: string): string[] {
  const found = readdirSync(join(folder, host), { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
