import { realpathSync } from "node:fs";

import { collect, memoryCheckpoint, watchFolder } from "../../collectors/index.ts";
import { firstStamp } from "../../processors/first-stamp.ts";

/**
 * Follows a folder in a process of its own: until so many bytes are shipped, then for so long. Prints what was shipped, and the
 * processor time of both as JSON.
 */
const [folder = ".", bytes = "0", quietMs = "0"] = process.argv.slice(2);
await main(realpathSync(folder), Number(bytes), Number(quietMs));

async function main(path: string, bytesWanted: number, quietMs: number): Promise<void> {
  const stop = new AbortController();
  const shipped = { bytes: 0, slices: 0, floors: 0, floor: Number.NEGATIVE_INFINITY };
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
          if (shipment.floor !== null && shipment.floor < shipped.floor) shipped.floors += 1;
          shipped.floor = shipment.floor ?? shipped.floor;
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
  const backlogRss = process.resourceUsage().maxRSS * 1024;
  if (quietMs > 0) await rest(3000, stop.signal);
  const quiet = process.cpuUsage();
  await rest(quietMs, stop.signal);
  const idle = process.cpuUsage(quiet);
  stop.abort();
  await running;
  process.stdout.write(
    JSON.stringify({
      ...shipped,
      wallMs,
      cpuMs: (spent.user + spent.system) / 1000,
      rssBytes: backlogRss,
      idleShare: quietMs === 0 ? null : (idle.user + idle.system) / 1000 / quietMs,
    }),
  );
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
