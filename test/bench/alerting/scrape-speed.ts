import http from "node:http";
import { startServer } from "../../../processors/api/index.ts";
import { createMemoryStore } from "../../../processors/state/index.ts";
import { median } from "../median.ts";

export interface ScrapeSpeed {
  readonly hosts: number;
  readonly medianMs: number;
  /** Of the whole process, the reader's part with it. */
  readonly cpuMs: number;
  /** On the wire, as Prometheus asks for it. */
  readonly bytes: number;
  readonly plainBytes: number;
}

const runs = 15;

/** `/metrics` of the real server, over HTTP. */
export async function measureScrape(expose: () => Promise<string>, hosts: number): Promise<ScrapeSpeed> {
  const store = createMemoryStore();
  const server = await startServer({
    lookup: store.lookup,
    catalogue: [],
    metrics: async () => ({ contentType: "text/plain; version=0.0.4", body: await expose() }),
    ready: () => ({ isReady: true }),
    quote: async () => null,
    listen: { host: "127.0.0.1", port: 0 },
    auth: null,
    clock: () => 0,
    onFault: (error) => {
      throw error;
    },
  });
  try {
    const [times, cpu]: [number[], number[]] = [[], []];
    let bytes = 0;
    for (let run = 0; run < runs; run += 1) {
      const [begun, used] = [performance.now(), process.cpuUsage()];
      bytes = await received(`${server.url}/metrics`);
      times.push(performance.now() - begun);
      const { user, system } = process.cpuUsage(used);
      cpu.push((user + system) / 1000);
    }
    return { hosts, medianMs: median(times), cpuMs: median(cpu), bytes, plainBytes: (await expose()).length };
  } finally {
    await server.close();
    await store.close();
  }
}

/** Bytes of the body as they come: `fetch` would unpack them. */
function received(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers: { "accept-encoding": "gzip" } }, (response) => {
      let bytes = 0;
      response.on("data", (part: Buffer) => (bytes += part.length)).on("end", () => resolve(bytes));
    });
    request.on("error", reject);
  });
}
