import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generationsOf } from "../../collectors/index.ts";

/** What a collector knows of the partitions that its hosts are divided among. */
export interface FirstSeen {
  readonly partitions: number;
  /** How the number that held before was lost; null: it was not, or there was none. */
  readonly lost: "missing" | "damaged" | null;
}

/**
 * How many partitions a topic had when this collector first saw it. Kept in a small file beside its positions: `scepscope-topic 1 TOPIC PARTITIONS`. A host's partition is
 * chosen among so many for ever.
 *
 * Crash: the file is whole, or not there. Lost: the number that the topic has now counts; if that is another, this collector's hosts may move to another partition.
 */
export function firstSeen(dataFolder: string, topic: string, found: number): FirstSeen {
  const file = join(dataFolder, "topic");
  const text = readText(file);
  const [, known, count] = /^scepscope-topic 1 (\S+) (\d{1,6})\r?\n$/.exec(text ?? "") ?? [];
  if (known === topic && Number(count) > 0) return { partitions: Number(count), lost: null };
  writeFileSync(`${file}.part`, `scepscope-topic 1 ${topic} ${found}\n`, { flush: true });
  renameSync(`${file}.part`, file);
  return { partitions: found, lost: lossOf(text, { isOfAnother: Number(count) > 0, dataFolder }) };
}

/** Positions are kept, in two generations, by who has sent before. */
function lossOf(
  text: string | null,
  { isOfAnother, dataFolder }: { readonly isOfAnother: boolean; readonly dataFolder: string },
): FirstSeen["lost"] {
  const hasSent = generationsOf(join(dataFolder, "positions")).some((file) => existsSync(file));
  if (text === null) return hasSent ? "missing" : null;
  return isOfAnother ? null : "damaged";
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
