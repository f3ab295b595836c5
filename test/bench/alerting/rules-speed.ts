import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { ruleFiles } from "../../../alerts/index.ts";
import { secondsOf } from "../../../alerts/promql.ts";
import { parseValues, printAllRules } from "../../../deploy/alerts/index.ts";
import { startPrometheus } from "../../../deploy/dev/services/prometheus.ts";
import { median } from "../median.ts";
import { scrapeMs } from "./fleet-series.ts";
import type { FleetSeries } from "./fleet-series.ts";

export interface RulesSpeed {
  readonly hosts: number;
  readonly series: number;
  /** All groups, one after the other: what one evaluation of each takes, the median of some; of a group that is evaluated less often than others only its part. */
  readonly seconds: number;
  readonly groups: readonly Timed[];
  readonly slowestRule: Timed;
  /** Processor time of all expressions, asked for one after the other while nothing is scraped. */
  readonly cpuSeconds: number;
}

export interface Timed {
  readonly name: string;
  readonly seconds: number;
}

/** Close to an hour of scrapes: what is older than that Prometheus does not take any more once it has seen the present. */
export const samplesPerSeries = 110;
const evaluations = 5;

const values = parseValues("", "values");
/** Which part of the evaluations of a group falls to one of a group that is evaluated as often as can be, by its name. */
const partOf = new Map(
  ruleFiles(values)
    .flatMap(({ groups }) => groups)
    .map(({ name, interval }) => [name, secondsOf(values.interval) / secondsOf(interval)]),
);

/** All rules in a real Prometheus that holds an hour of these series, from the processes of a fleet, each asked at its moment; each group every half minute, also those that are evaluated less often. */
export async function measureRules(folder: string, fleet: FleetSeries): Promise<RulesSpeed> {
  mkdirSync(folder, { recursive: true });
  const begunAt = Date.now();
  const asked = new Map<number, number>();
  const server = createServer(({ url = "" }, response) => {
    if (url === pastPath) {
      Readable.from(fleet.past(begunAt - samplesPerSeries * scrapeMs)).pipe(response);
      return;
    }
    const target = Number(url.slice(1));
    const steps = Math.min(asked.get(target) ?? 0, samplesPerSeries);
    asked.set(target, (asked.get(target) ?? 0) + 1);
    const isStamped = steps < samplesPerSeries;
    const at = isStamped ? begunAt - (samplesPerSeries - steps) * scrapeMs : Date.now();
    response.end(fleet.textAt(target, { at, steps, isStamped }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const rules = join(folder, "rules.yaml");
  writeFileSync(rules, printAllRules(values).replaceAll(/interval: \w+$/gm, "interval: 30s"));
  const paths = Array.from({ length: fleet.targets }, (_, target) => `/${target}`);
  const config = (every: string, files: readonly string[]): string =>
    configOf(server, paths, { every, files });
  const prometheus = await startPrometheus({
    folder,
    // What came before comes with the first scrape, in one piece.
    config: configOf(server, [pastPath], { every: "1m", files: [] }),
    args: ["--web.enable-lifecycle"],
  });
  const reload = async (text: string): Promise<void> => {
    writeFileSync(join(folder, "config.yaml"), text);
    await fetch(`${prometheus.url}/-/reload`, { method: "POST" });
  };
  try {
    while ((await samplesIn(prometheus.url)) === 0) await pause(500);
    await reload(config("2s", []));
    while (paths.some((_, target) => (asked.get(target) ?? 0) <= samplesPerSeries)) await pause(500);
    await reload(config("30s", [rules]));
    const evaluated = await evaluatedGroups(prometheus.url);
    await reload(config("10m", []));
    const cpuSeconds = await cpuOfExpressions(prometheus.url, evaluated);
    return { hosts: fleet.hosts, series: fleet.series, ...summed(evaluated), cpuSeconds };
  } finally {
    await prometheus.stop();
    server.closeAllConnections();
    server.close();
  }
}

const pastPath = "/past";

function configOf(
  server: Server,
  paths: readonly string[],
  { every, files }: { readonly every: string; readonly files: readonly string[] },
): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return JSON.stringify({
    global: { scrape_interval: every, scrape_timeout: every },
    rule_files: files,
    scrape_configs: [
      {
        job_name: "scepscope",
        static_configs: paths.map((path) => ({
          targets: [`127.0.0.1:${port}`],
          labels: { __metrics_path__: path, instance: `process${path}` },
        })),
        metric_relabel_configs: [
          // The past comes from one place: it is of whoever has the partition.
          {
            source_labels: ["partition"],
            regex: "(.+)",
            target_label: "instance",
            replacement: "process/$1",
          },
          // That of what Prometheus itself records has no target.
          ...["job", "instance"].map((target_label) => ({
            source_labels: ["__name__"],
            regex: "host:.+",
            target_label,
            replacement: "",
          })),
        ],
      },
    ],
  });
}

interface Group {
  readonly name: string;
  readonly evaluationTime: number;
  readonly lastEvaluation: string;
  readonly rules: readonly {
    readonly name: string;
    readonly query: string;
    readonly evaluationTime: number;
  }[];
}

/** What Prometheus says of some evaluations of each group. */
async function evaluatedGroups(url: string): Promise<readonly (readonly Group[])[]> {
  const seen = new Map<string, Map<string, Group>>();
  while (seen.size === 0 || [...seen.values()].some(({ size }) => size < evaluations)) {
    const answer = await fetch(`${url}/api/v1/rules`);
    const { data } = (await answer.json()) as { readonly data: { readonly groups: readonly Group[] } };
    for (const group of data.groups) {
      const known = seen.get(group.name) ?? new Map<string, Group>();
      seen.set(group.name, known);
      if (!group.lastEvaluation.startsWith("0001")) known.set(group.lastEvaluation, group);
    }
    await pause(1000);
  }
  return [...seen.values()].map((byMoment) => [...byMoment.values()]);
}

function summed(
  evaluated: readonly (readonly Group[])[],
): Pick<RulesSpeed, "groups" | "seconds" | "slowestRule"> {
  const groups = evaluated.map((one) => ({
    name: one[0]?.name ?? "",
    seconds: median(one.map(({ evaluationTime }) => evaluationTime)),
  }));
  const rules = evaluated.flatMap((one) =>
    (one[0]?.rules ?? []).map(({ name }, index) => ({
      name,
      seconds: median(one.map((group) => group.rules[index]?.evaluationTime ?? 0)),
    })),
  );
  const worstFirst = (a: Timed, b: Timed): number => b.seconds - a.seconds;
  return {
    groups: groups.toSorted(worstFirst),
    seconds: groups.reduce((sum, { name, seconds }) => sum + seconds * (partOf.get(name) ?? 1), 0),
    slowestRule: rules.toSorted(worstFirst)[0] ?? { name: "", seconds: 0 },
  };
}

async function cpuOfExpressions(url: string, evaluated: readonly (readonly Group[])[]): Promise<number> {
  const expressions = evaluated.flatMap((one) => (one[0]?.rules ?? []).map(({ query }) => query));
  const rounds: number[] = [];
  for (let round = 0; round < evaluations; round += 1) {
    const before = await cpuOf(url);
    for (const query of expressions) await ask(url, `count(${query})`);
    rounds.push((await cpuOf(url)) - before);
  }
  return median(rounds);
}

/** How many samples it has taken. */
async function samplesIn(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^prometheus_tsdb_head_samples_appended_total\{type="float"\} (\S+)/m.exec(text)?.[1] ?? 0);
}

async function cpuOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
}

async function ask(url: string, query: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/query`, { method: "POST", body: new URLSearchParams({ query }) });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`Prometheus answers ${answer.status}: ${said}`);
}
