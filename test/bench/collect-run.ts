import { realpathSync } from "node:fs";

import { collect, memoryCheckpoint, watchFolder } from "../../collectors/index.ts";
import { firstStamp } from "../../processors/beginnings/first-stamp.ts";

/** What a process that follows a folder has shipped and spent. */
export interface CollectRun {
  readonly bytes: number;
  readonly slices: number;
  /** Until all was shipped. */
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Of one core, while nothing happened; null: not measured. */
  readonly idleShare: number | null;
}

/** Follows a folder until so many bytes are shipped, and then for so long; prints a `CollectRun`. */
export async function runCollect([
  folder = ".",
  bytes = "0",
  quietMs = "0",
]: readonly string[]): Promise<void> {
  const run = await follow(realpathSync(folder), Number(bytes), Number(quietMs));
  process.stdout.write(JSON.stringify(run));
}

async function follow(path: string, bytesWanted: number, quietMs: number): Promise<CollectRun> {
  const stop = new AbortController();
  const shipped = { bytes: 0, slices: 0 };
  const begun = process.cpuUsage();
  const begunAt = performance.now();
  const caughtUp = Promise.withResolvers<void>();
  const running = collect({
    places: [{ path, name: "", host: "here", include: [], exclude: [], optional: false }],
    defaultHost: "here",
    sink: {
      borrows: true,
      send: async (shipments) => {
        for (const shipment of shipments) {
          if (shipment.type !== "slice") continue;
          shipped.bytes += shipment.slice.bytes.length;
          shipped.slices += 1;
        }
        if (shipped.bytes >= bytesWanted) caughtUp.resolve();
      },
    },
    checkpoint: memoryCheckpoint(),
    resumeAt: null,
    firstStamp,
    clock: { now: () => Date.now() },
    wake: (ms, signal) => rest(ms, signal),
    watch: watchFolder,
    signal: stop.signal,
    onEvent: () => {},
  });
  await Promise.race([running, caughtUp.promise]);
  const spent = process.cpuUsage(begun);
  const wallMs = performance.now() - begunAt;
  if (quietMs > 0) await rest(3000, stop.signal);
  const quiet = process.cpuUsage();
  await rest(quietMs, stop.signal);
  const idle = process.cpuUsage(quiet);
  stop.abort();
  await running;
  return {
    ...shipped,
    wallMs,
    cpuMs: (spent.user + spent.system) / 1000,
    idleShare: quietMs === 0 ? null : (idle.user + idle.system) / 1000 / quietMs,
  };
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
  });
}
