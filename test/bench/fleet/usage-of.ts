import { readFileSync, readdirSync } from "node:fs";
import { usageOf } from "../live/up-process.ts";
import type { Usage } from "../live/up-process.ts";

/** What a child of this process has used, by the name of its program; NaN where there is none, or the system does not tell. */
export function usageOfChild(program: string): Usage {
  return usageOf(childrenOf(process.pid).find((pid) => nameOf(pid) === program) ?? 0);
}

function childrenOf(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
}
