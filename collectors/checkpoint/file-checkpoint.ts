import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { codeOf, osReason } from "../files/read-failure.ts";
import type { Checkpoint, SavedFile } from "./checkpoint.ts";
import { replaceFile } from "./replace-file.ts";
import { decodeSaved, encodeSaved } from "./saved-line.ts";

/**
 * A checkpoint on disk, in two generations that are written in turn: `PATH.a` and `PATH.b`, so that the other one is whole at every moment.
 *
 *     generation = "scepscope-checkpoint 1 " sequence LF *( line LF ) "sha256 " digest of all before LF
 */
export function fileCheckpoint(path: string): Checkpoint {
  let sequence = 0;
  return {
    load: async () => {
      const found = await Promise.all(generationsOf(path).map(readGeneration));
      const [newest] = found.flatMap(({ content }) => content ?? []).sort((a, b) => b.sequence - a.sequence);
      sequence = newest?.sequence ?? 0;
      return {
        files: newest?.files ?? [],
        damage: found.flatMap(({ damage }) => damage ?? []).join("; "),
      };
    },
    save: async (files) => {
      const next = sequence + 1;
      await write(generationsOf(path)[next % 2] ?? path, next, files);
      sequence = next;
    },
  };
}

function generationsOf(path: string): readonly [string, string] {
  return [`${path}.a`, `${path}.b`];
}

const title = "scepscope-checkpoint 1 ";
const seal = "sha256 ";

interface Generation {
  readonly content: { readonly sequence: number; readonly files: readonly SavedFile[] } | null;
  readonly damage: string | null;
}

async function readGeneration(path: string): Promise<Generation> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const isThere = codeOf(error) !== "ENOENT";
    return { content: null, damage: isThere ? `${basename(path)}: ${osReason(error)}` : null };
  }
  const content = parse(text);
  return { content, damage: content === null ? `${basename(path)}: its checksum is wrong` : null };
}

function parse(text: string): Generation["content"] {
  const end = text.lastIndexOf(seal);
  const body = text.slice(0, Math.max(0, end));
  if (end < 0 || text.slice(end + seal.length).trim() !== digestOf(body)) return null;
  const [first = "", ...lines] = body.trimEnd().split("\n");
  const files = lines.map(decodeSaved);
  const known = files.filter((file) => file !== null);
  if (!first.startsWith(title) || known.length < files.length) return null;
  return { sequence: Number(first.slice(title.length)), files: known };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function write(path: string, sequence: number, files: Iterable<SavedFile>): Promise<void> {
  await replaceFile(path, sealed(sequence, files));
}

/** In pieces of some 64 KiB, so that the whole never stands in memory twice. */
function* sealed(sequence: number, files: Iterable<SavedFile>): Generator<string> {
  const hash = createHash("sha256");
  let text = `${title}${sequence}\n`;
  for (const file of files) {
    text += `${encodeSaved(file)}\n`;
    if (text.length < 65_536) continue;
    hash.update(text);
    yield text;
    text = "";
  }
  hash.update(text);
  yield text;
  yield `${seal}${hash.digest("hex")}\n`;
}
