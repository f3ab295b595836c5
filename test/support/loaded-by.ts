import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repository } from "./planted-tree.ts";

/** Tells of each module that is loaded. */
const watch = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({ load: (url, context, next) => {
    if (url.startsWith("file:")) process.stdout.write(url + "\\n");
    return next(url, context);
  } });
`)}`;

export interface Loaded {
  /** Packages, each once, in order of their names. */
  readonly packages: readonly string[];
  /** Folders of ours that hold a step of the flow: `processors/records`. */
  readonly steps: readonly string[];
}

/** What a process loads that imports the module at this path of the repository. */
export function loadedBy(path: string): Loaded {
  const script = `await import(${JSON.stringify(pathToFileURL(join(repository, path)).href)})`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", watch, "--input-type=module", "-e", script],
    { encoding: "utf8" },
  );
  if (stderr !== "") throw new Error(stderr);
  return {
    packages: all(stdout, /node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\/(?!.*node_modules)/g),
    steps: all(stdout, /\/((?:collectors|processors|alerts)\/[^/\n]+)\/[^\n]*[.]ts$/gm),
  };
}

function all(text: string, pattern: RegExp): readonly string[] {
  return [...new Set(Array.from(text.matchAll(pattern), ([, name = ""]) => name))].toSorted();
}
