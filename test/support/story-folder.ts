import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for the demo's logs, with what a test wants to know of it. */
export interface StoryFolder {
  readonly folder: string;
  readonly awayFolder: string;
  /** Paths below `folder`, sorted, that match. */
  files(pattern: RegExp): readonly string[];
  text(path: string): string;
  has(path: string): boolean;
  /** Of all paths and bytes. */
  digest(): string;
  remove(): void;
}

export function storyFolder(): StoryFolder {
  const root = mkdtempSync(join(tmpdir(), "scepscope-story-"));
  const folder = join(root, "logs");
  const files = (pattern: RegExp): readonly string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll("\\", "/"),
      )
      .filter((path) => pattern.test(path))
      .sort();
  return {
    folder,
    awayFolder: join(root, "away"),
    files,
    text: (path) => readFileSync(join(folder, path), "utf8"),
    has: (path) => existsSync(join(folder, path)),
    digest: () => {
      const hash = createHash("sha256");
      for (const path of files(/./)) hash.update(path).update(readFileSync(join(folder, path)));
      return hash.digest("hex");
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
