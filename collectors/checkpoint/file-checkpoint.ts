import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { codeOf, systemReason } from "../contract/index.ts";
import type { Checkpoint, Saved, SavedFile } from "./checkpoint.ts";
import { replaceFile } from "./replace-file.ts";
import { decodeHost, decodeSaved, encodeHost, encodeSaved } from "./saved-line.ts";

/**
 * A checkpoint on disk, in two generations that are written in turn: `PATH.a` and `PATH.b`, so that the other one is whole at every moment.
 *
 *     generation = "scepscope-checkpoint 2 " sequence LF *( file LF ) *( host LF ) "sha256 " digest of all before LF
 *
 * Version 1 had no hosts. Who finds that another process has written here since is told, and the next time goes on whatever stands here: that one may have ended, and
 * if it has not, it is told then.
 */
export function fileCheckpoint(path: string): Checkpoint {
  let sequence = 0;
  /** The highest number that stood here and is known, also that of a generation that is damaged. */
  let known = 0;
  let wasTold = false;
  return {
    load: async () => {
      const found = await Promise.all(generationsOf(path).map(readGeneration));
      const [newest] = found.flatMap(({ content }) => content ?? []).sort((a, b) => b.sequence - a.sequence);
      sequence = newest?.sequence ?? 0;
      known = await highestIn(path);
      return {
        files: newest?.files ?? [],
        hosts: newest?.hosts ?? [],
        damage: found.flatMap(({ damage }) => damage ?? []).join("; "),
      };
    },
    save: async (files, hosts) => {
      try {
        const found = await highestIn(path);
        const isAnothers = found > known;
        if (isAnothers) [sequence, known] = [found, found];
        if (isAnothers && !wasTold) {
          wasTold = true;
          throw new Error(another);
        }
        const next = sequence + 1;
        await replaceFile(generationsOf(path)[next % 2] ?? path, sealed(next, linesOf(files, hosts)));
        sequence = next;
        known = Math.max(known, next);
        wasTold = false;
      } catch (error) {
        throw new Error(`${path}: ${systemReason(error)}`, { cause: error });
      }
    },
  };
}

/** The files that a checkpoint at this path is kept in. */
export function generationsOf(path: string): readonly [string, string] {
  return [`${path}.a`, `${path}.b`];
}

const another = "another collector has written it: each needs a data folder of its own (`--data`)";

async function highestIn(path: string): Promise<number> {
  return Math.max(...(await Promise.all(generationsOf(path).map(numberOf))));
}

/** As its first line tells; 0: it does not. */
async function numberOf(path: string): Promise<number> {
  const file = await open(path, "r").catch(() => null);
  if (file === null) return 0;
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(64), position: 0 });
    return Number(titleLine.exec(buffer.toString("latin1", 0, bytesRead))?.[1] ?? 0);
  } catch {
    return 0;
  } finally {
    await file.close();
  }
}

const titleLine = /^scepscope-checkpoint [12] (\d+)$/m;
const title = "scepscope-checkpoint 2 ";
const seal = "sha256 ";

interface Generation {
  readonly content: (Saved & { readonly sequence: number }) | null;
  readonly damage: string | null;
}

async function readGeneration(path: string): Promise<Generation> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const isThere = codeOf(error) !== "ENOENT";
    return { content: null, damage: isThere ? `${basename(path)}: ${systemReason(error)}` : null };
  }
  const content = parse(text);
  return { content, damage: content === null ? `${basename(path)}: its checksum is wrong` : null };
}

function parse(text: string): Generation["content"] {
  const end = text.lastIndexOf(seal);
  const body = text.slice(0, Math.max(0, end));
  if (end < 0 || text.slice(end + seal.length).trim() !== digestOf(body)) return null;
  const [first = "", ...lines] = body.trimEnd().split("\n");
  const [, sequence] = titleLine.exec(first) ?? [];
  const files = lines.map(decodeSaved).filter((file) => file !== null);
  const hosts = lines.map(decodeHost).filter((host) => host !== null);
  if (sequence === undefined || files.length + hosts.length < lines.length) return null;
  return { sequence: Number(sequence), files, hosts };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function* linesOf(files: Iterable<SavedFile>, hosts: Iterable<string>): Generator<string> {
  for (const file of files) yield encodeSaved(file);
  for (const host of hosts) yield encodeHost(host);
}

/** In pieces of some 64 KiB, so that the whole never stands in memory twice. */
function* sealed(sequence: number, lines: Iterable<string>): Generator<string> {
  const hash = createHash("sha256");
  let text = `${title}${sequence}\n`;
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < 65_536) continue;
    hash.update(text);
    yield text;
    text = "";
  }
  hash.update(text);
  yield text;
  yield `${seal}${hash.digest("hex")}\n`;
}
