import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeLive } from "../../demo/index.ts";
import { systemClock, wakeAfter } from "../../runtime/clock.ts";
import { logsIn } from "./demo-config.ts";

/** Writes the logs of the demo below its folder until it is aborted. */
export async function writeStory(
  folder: string,
  { seed, speed }: { readonly seed: number; readonly speed: number },
  { onPhase, signal }: { readonly onPhase: (caption: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  const awayFolder = join(folder, "away");
  for (const path of [logsIn(folder), awayFolder]) mkdirSync(path, { recursive: true });
  await writeLive({
    folder: logsIn(folder),
    awayFolder,
    seed,
    speed,
    now: () => systemClock.now(),
    wake: wakeAfter,
    signal,
    onPhase: ({ caption }) => onPhase(caption),
  });
}
