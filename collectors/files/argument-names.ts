import { statSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";

/**
 * What tells the files of several arguments apart: of each argument the end of its path that no other has (`ndes01`, or `web1/logs` beside `web2/logs`), with `/` between
 * folders. `""` where all lie in one place: one folder or archive, or files of one folder.
 */
export function argumentNames(paths: readonly string[]): readonly string[] {
  const places = paths.map((path) => (isLooseFile(path) ? dirname(resolve(path)) : resolve(path)));
  const distinct = [...new Set(places)].map((place) => partsOf(place));
  if (distinct.length < 2) return paths.map(() => "");
  return places.map((place) => uniqueEnd(partsOf(place), distinct));
}

/** Whose name says nothing of where it comes from; an archive is as good as a folder. */
function isLooseFile(path: string): boolean {
  if (/\.zip$/i.test(path)) return false;
  try {
    return statSync(path).isFile();
  } catch {
    // Whoever reads it says why it cannot be.
    return false;
  }
}

function partsOf(path: string): readonly string[] {
  return path.split(sep).filter((part) => part !== "");
}

function uniqueEnd(parts: readonly string[], all: readonly (readonly string[])[]): string {
  for (let count = 1; count < parts.length; count += 1) {
    const end = parts.slice(-count).join("/");
    if (all.filter((others) => others.slice(-count).join("/") === end).length === 1) return end;
  }
  return parts.join("/");
}
