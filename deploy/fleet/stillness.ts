import type { KeptPartition } from "../../processors/contract/index.ts";
import { doctorOf } from "./doctor-of.ts";

/** Whether anything is kept in a store that others write to. */
export interface Stillness {
  seen(partitions: readonly Pick<KeptPartition, "partition" | "position">[]): void;
  /** That no partition has moved on for longer than `silentMs`, in words; null: some have. */
  told(): string | null;
}

/** Processors keep at least the heartbeats of the collectors: where nothing moves, neither is known to be alive. */
export function createStillness(clock: { now(): number }, silentMs: number): Stillness {
  let [positions, movedAt] = ["", clock.now()];
  return {
    seen: (partitions) => {
      const now = partitions.map(({ partition, position }) => `${partition}=${position}`).join();
      if (now !== positions) [positions, movedAt] = [now, clock.now()];
    },
    told: () => {
      const stillMs = clock.now() - movedAt;
      if (stillMs <= silentMs) return null;
      return `nothing was kept for ${Math.round(stillMs / 1000)} s: no processor runs, the store takes nothing from them, the bus is away, or no collector sends. What to do: ${doctorOf("process")}`;
    },
  };
}
