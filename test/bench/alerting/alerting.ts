import { join } from "node:path";
import type { Goal } from "../goals.ts";
import { figure } from "../table.ts";
import type { Table } from "../table.ts";
import { measureLine } from "./line-speed.ts";
import type { LineSpeed } from "./line-speed.ts";
import { fleetSeries } from "./fleet-series.ts";
import { manyHosts } from "./many-hosts.ts";
import { measureRules, samplesPerSeries } from "./rules-speed.ts";
import type { RulesSpeed } from "./rules-speed.ts";
import { measureScrape } from "./scrape-speed.ts";
import type { ScrapeSpeed } from "./scrape-speed.ts";
import { measureWay } from "./way-speed.ts";
import type { WaySpeed } from "./way-speed.ts";

/** What it costs to be woken. */
export interface AlertingCosts {
  readonly scrape: ScrapeSpeed;
  readonly rules: RulesSpeed;
  readonly line: LineSpeed;
  readonly way: WaySpeed;
}

const hosts = 200;
const times = 5;

export async function measureAlerting(folder: string, step: (what: string) => void): Promise<AlertingCosts> {
  step("from a failing line to its counter");
  const line = await measureLine(folder);
  step("from failing lines to whoever is paged");
  const way = await measureWay(folder);
  step(`the metrics of ${hosts} hosts`);
  const expose = await manyHosts(hosts);
  const scrape = await measureScrape(expose, hosts);
  step(`the rules over ${hosts * times} hosts`);
  const rules = await measureRules(join(folder, "rules"), fleetSeries(await expose(), { hosts, times }));
  return { line, way, scrape, rules };
}

export function alertingTable({ line, way, scrape, rules }: AlertingCosts): Table {
  return {
    title: "Alerts: scraping, evaluating, and the way of a line",
    columns: ["what", "ms", "beside"],
    rows: [
      [
        `/metrics of ${scrape.hosts} hosts`,
        figure(scrape.medianMs),
        `${figure(scrape.cpuMs)} ms of processor time, ${figure(scrape.bytes / 1e6)} MB on the wire, ${figure(scrape.plainBytes / 1e6)} MB unpacked`,
      ],
      [
        `all rules over ${rules.hosts} hosts`,
        figure(rules.seconds * 1000),
        `${rules.series} series; ${figure(rules.cpuSeconds * 1000)} ms of processor time for the expressions alone; the slowest is ${rules.slowestRule.name}, ${figure(rules.slowestRule.seconds * 1000)} ms`,
      ],
      ...rules.groups.map(({ name, seconds }) => [`of them ${name}`, figure(seconds * 1000), ""]),
      [
        "line to counter, median",
        figure(line.medianMs),
        `${line.lines} lines, the worst ${figure(line.worstMs)} ms`,
      ],
      ...way.parts.map(({ name, medianMs, worstMs }) => [
        `page: ${name}`,
        figure(medianMs),
        `the worst ${figure(worstMs)} ms`,
      ]),
    ],
    notes: [
      `The way to a page: scraped every ${way.scrapeSeconds} s, evaluated every ${way.intervalSeconds} s, an alert without \`for\`; parts and whole are medians of their own. With the usual 30 s and 1m the two waits in the middle are 15 and 30 s on average, 30 and 60 at worst, and \`for\` comes on top.`,
      `Every host has had failures of every kind; one of twenty has them now, and its alerts fire. Rules in a real Prometheus with ${samplesPerSeries} samples of each series and six hours or three days of what windows of hours and days read, as it says of itself: the sum of all groups, which it evaluates one by one, at different moments of the interval.`,
    ],
  };
}

export function alertingGoals({ line, scrape, rules }: AlertingCosts): readonly Goal[] {
  const most = (what: string, unit: string, wanted: number, measured: number): Goal => ({
    what,
    unit,
    wanted,
    measured,
    direction: "at most",
  });
  return [
    most(`/metrics of ${scrape.hosts} hosts`, "ms", 200, scrape.medianMs),
    most(`/metrics of ${scrape.hosts} hosts`, "MB", 1, scrape.bytes / 1e6),
    most(`all rules over ${rules.hosts} hosts`, "s", 1, rules.seconds),
    most("failing line to its counter, worst", "ms", 1000, line.worstMs),
  ];
}
