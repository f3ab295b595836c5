import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programPath, startPrometheus } from "../../deploy/dev/services/prometheus.ts";

/** A real Prometheus that holds given samples and scrapes nothing. */
export interface HeldPrometheus {
  /** Series with the values that they have within the time, by an expression; rejects with what Prometheus says of it. */
  ask(expr: string, when: When): Promise<readonly Series[]>;
  stop(): Promise<void>;
}

/** Seconds UTC. */
export interface When {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

/** `openMetrics`: lines with their times, and `# EOF` at the end. Its samples may be of any time: nothing is compared with a clock. */
export async function holdSamples(openMetrics: string): Promise<HeldPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-prometheus-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const samples = join(folder, "samples.om");
    writeFileSync(samples, openMetrics);
    runPromtool(["tsdb", "create-blocks-from", "openmetrics", samples, join(folder, "state")]);
    const prometheus = await startPrometheus({
      folder,
      config: "scrape_configs: []\n",
      args: ["--storage.tsdb.retention.time=100y"],
    });
    return {
      ask: (expr, when) => ask(prometheus.url, expr, when),
      stop: () => prometheus.stop().finally(remove),
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Runs `promtool`, and gives what it says. Throws with it when it fails. */
export function runPromtool(words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(programPath("promtool"), words, {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`promtool ${words.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

async function ask(url: string, expr: string, { from, to, step }: When): Promise<readonly Series[]> {
  const words = new URLSearchParams({
    query: expr,
    start: String(from),
    end: String(to),
    step: String(step),
  });
  const response = await fetch(`${url}/api/v1/query_range`, { method: "POST", body: words });
  const text = await response.text();
  if (!response.ok) throw new Error(`${expr}: ${text}`);
  const answer: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [number, string])[];
    }[];
  } = JSON.parse(text).data;
  return answer.result.map(({ metric, values }) => ({
    metric,
    values: values.map(([, value]) => Number(value)),
  }));
}
