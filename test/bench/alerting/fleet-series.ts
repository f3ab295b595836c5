import { recorded } from "../../../alerts/promql.ts";

/** Series of a fleet that can be asked for again and again. */
export interface FleetSeries {
  readonly hosts: number;
  readonly series: number;
  /** Processes that show them, each those of a partition, and each asked at a moment of its own. */
  readonly targets: number;
  /** As text for Prometheus, of one of them. */
  textAt(target: number, moment: Moment): string;
  /** Until this moment, ms UTC: what windows of hours and days read of each host; text in parts, each sample with its moment. */
  past(untilMs: number): Iterable<string>;
}

export interface Moment {
  /** ms UTC. */
  readonly at: number;
  /** In which counters rose. */
  readonly steps: number;
  /** Each line says when. */
  readonly isStamped: boolean;
}

interface Line {
  readonly name: string;
  readonly value: number;
  readonly kind: "rises" | "fresh" | "stands";
}

/** As the scrape configurations of this repository have it. */
export const scrapeMs = 30_000;

const partitions = 12;
/** One host of so many has trouble of every kind; of the others only that rises which rises when all is well. */
const troubledOf = 20;

const risesWhenWell =
  /code="2xx"|verdict="passed"|result="ok"|decision="issued"|outcome="succeeded"|^scepscope_(?:records|read_bytes)_total|^scep_bound_records_total/;
const isCounter = /(?:_total|_bucket|_count|_sum)(?:\{|$)/;
const isFresh = /^scepscope_host_(?:event|read|passed)_timestamp_seconds/;
const isZeroWhenWell =
  /^scep_(?:host_problems|requests_stuck|processing_files)\{|^scep_recent_requests\{.*outcome="failed"/;

/** Of each host, in a quarter of an hour; one of a host with trouble fails. */
const decided = 12;

/** The hosts of one process several times under other names, on the partitions of a fleet. */
export function fleetSeries(text: string, { hosts, times }: { hosts: number; times: number }): FleetSeries {
  const all = text.split("\n").filter((line) => line !== "");
  const own = all.filter((line) => line.includes('{host="ndes'));
  const copies = Array.from({ length: times }, (_, copy) => own.map((line) => lineOf(line, copy)));
  const standing = Array.from({ length: partitions }, (_, partition) =>
    lineFrom(`scepscope_partition_rebuilding{partition="${partition}"} 0`),
  );
  const others = all.filter((line) => !line.startsWith("#") && !line.includes('host="')).map(lineFrom);
  const lines = [...others, ...standing, ...copies.flat()];
  const comments = all.filter((line) => line.startsWith("#")).join("\n");
  const byTarget = Map.groupBy(lines, targetOf);
  const textAt: FleetSeries["textAt"] = (target, { at, steps, isStamped }) => {
    const stamp = isStamped ? ` ${at}` : "";
    const shown = byTarget.get(target) ?? [];
    return `${comments}\n${shown.map((line) => `${line.name} ${valueAt(line, at, steps)}${stamp}\n`).join("")}`;
  };
  const names = Array.from({ length: times }, (_, copy) =>
    Array.from({ length: hosts }, (_host, index) => hostOf(copy, index)),
  ).flat();
  const known = { hosts: hosts * times, series: lines.length, targets: partitions };
  return { ...known, textAt, past: (from) => past(lines, names, from) };
}

/** What has no partition is of the first. */
function targetOf({ name }: Line): number {
  return Number(/[{,]partition="(\d+)"/.exec(name)?.[1] ?? 0);
}

interface FleetHost {
  readonly label: string;
  readonly isTroubled: boolean;
}

function hostOf(copy: number, index: number): FleetHost {
  const name = `c${copy}-ndes${String(index).padStart(4, "0")}`;
  return { label: `host="${name}"`, isTroubled: index % troubledOf === 0 };
}

/** Names of series, how many hours of them a rule reads, and how often there is a sample. */
const longWindows = [
  { names: [recorded.decidedSpaced, recorded.failedSpaced], hours: 72, everyMs: 900_000 },
  { names: [recorded.decided, recorded.failed], hours: 5, everyMs: 60_000 },
] as const;
const longScraped =
  /^(?:scep_ambiguous_candidates_total|scep_bound_records_total|scep_request_duration_seconds_(?:count|bucket\{.*le="3600"))/;

function* past(lines: readonly Line[], hosts: readonly FleetHost[], untilMs: number): Iterable<string> {
  for (const { names, hours, everyMs } of longWindows)
    for (const { label, isTroubled } of hosts)
      for (const [index, name] of names.entries()) {
        const value = index === 0 ? decided : Number(isTroubled);
        yield samples(`${name}{${label}}`, { untilMs, hours, everyMs }, () => value);
      }
  const steps = (5 * 3_600_000) / scrapeMs;
  for (const line of lines.filter(({ name }) => longScraped.test(name)))
    yield samples(line.name, { untilMs, hours: 5, everyMs: scrapeMs }, (step) =>
      valueAt(line, untilMs, step - steps),
    );
}

interface Span {
  readonly untilMs: number;
  readonly hours: number;
  readonly everyMs: number;
}

function samples(name: string, { untilMs, hours, everyMs }: Span, valueOf: (step: number) => number): string {
  const count = (hours * 3_600_000) / everyMs;
  return Array.from(
    { length: count },
    (_, step) => `${name} ${valueOf(step)} ${untilMs - (count - step) * everyMs}\n`,
  ).join("");
}

function valueAt({ value, kind }: Line, at: number, steps: number): number {
  if (kind === "fresh") return at / 1000 - 10;
  return kind === "rises" ? value + 2 * steps : value;
}

function lineOf(line: string, copy: number): Line {
  const [, index = "0"] = /\{host="ndes(\d+)"/.exec(line) ?? [];
  const isTroubled = Number(index) % troubledOf === 0;
  const named = line.replace('{host="', `{partition="${Number(index) % partitions}",host="c${copy}-`);
  const { name, value } = lineFrom(named);
  if (isFresh.test(name)) return { name, value, kind: "fresh" };
  if (isCounter.test(name))
    return { name, value, kind: isTroubled || risesWhenWell.test(line) ? "rises" : "stands" };
  return { name, value: !isTroubled && isZeroWhenWell.test(line) ? 0 : value, kind: "stands" };
}

function lineFrom(line: string): Line {
  const end = line.lastIndexOf(" ");
  return { name: line.slice(0, end), value: Number(line.slice(end + 1)), kind: "stands" };
}
