import { readFileSync, renameSync, writeFileSync } from "node:fs";

/**
 * How many partitions a topic had when this collector first saw it. Kept in a small file beside its positions: `scepscope-topic 1 TOPIC PARTITIONS`. A host's partition is
 * chosen among so many for ever.
 *
 * Crash: the file is whole, or not there. Lost: the number that the topic has now counts; if that is more, this collector's hosts may move to another partition.
 */
export function firstSeen(file: string, topic: string, partitions: number): number {
  const [, known, count] = /^scepscope-topic 1 (\S+) (\d{1,6})\n$/.exec(readText(file)) ?? [];
  if (known === topic && Number(count) > 0) return Number(count);
  writeFileSync(`${file}.part`, `scepscope-topic 1 ${topic} ${partitions}\n`, { flush: true });
  renameSync(`${file}.part`, file);
  return partitions;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
