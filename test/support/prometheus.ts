import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram } from "../../deploy/dev/services/find-program.ts";
import { freePort } from "./free-port.ts";
import { until } from "./up-answers.ts";

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
export async function startPrometheus(openMetrics: string): Promise<HeldPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-prometheus-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    writeFileSync(join(folder, "samples.om"), openMetrics);
    writeFileSync(join(folder, "prometheus.yml"), "scrape_configs: []\n");
    runPromtool([
      "tsdb",
      "create-blocks-from",
      "openmetrics",
      join(folder, "samples.om"),
      join(folder, "blocks"),
    ]);
    return await serve(folder, remove);
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

async function serve(folder: string, remove: () => void): Promise<HeldPrometheus> {
  const port = await freePort();
  const words = [
    `--config.file=${join(folder, "prometheus.yml")}`,
    `--storage.tsdb.path=${join(folder, "blocks")}`,
    "--storage.tsdb.retention.time=100y",
    `--web.listen-address=127.0.0.1:${port}`,
    "--log.level=warn",
  ];
  const child = spawn(programPath("prometheus"), words, { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const ended = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    remove();
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await until(
      async () => (await fetch(`${url}/-/ready`)).ok,
      (isReady) => isReady,
    );
  } catch (error) {
    await stop();
    throw new Error(`Prometheus does not start: ${log}`, { cause: error });
  }
  return { ask: (expr, when) => ask(url, expr, when), stop };
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

/** A service that is not there makes a test fail, and says what to do. */
function programPath(name: "prometheus" | "promtool"): string {
  const path = findProgram([name]);
  if (path !== null) return path;
  throw new Error(
    `dashboards are tested with a real Prometheus, and ${name} is not installed. What to do: install it (Debian and Ubuntu: apt-get install prometheus) and run the test again`,
  );
}
