import type { Metric } from "../../processors/contract/index.ts";

/** A panel as we write it down; `deploy/grafana/build.ts` makes Grafana's of it. */
export interface Panel {
  readonly title: string;
  /** One or two sentences: what is counted, and what a healthy one looks like. */
  readonly description: string;
  /** `now`: one large figure; `bars`: one bar for each series, largest first; `lines`: over time. */
  readonly kind: "now" | "bars" | "lines";
  /** As Grafana calls it. */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Of 24 columns. */
  readonly width: number;
  readonly height?: number;
  /** Where a click on a series leads: the list of requests, narrowed by these words (`{host}` is the series' label). */
  readonly requests?: Readonly<Record<string, string>>;
  /** Values from which it is yellow, and red; descending: less is worse. */
  readonly limits?: readonly [yellow: number, red: number];
}

export interface Query {
  readonly expr: string;
  /** Name of its series; `{{host}}` is a label. */
  readonly legend: string;
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** One host, instead of any number of them. */
  readonly isOfOneHost: boolean;
  /** Hosts can be chosen at all. */
  readonly hasHosts: boolean;
  readonly rows: readonly Row[];
}

/** Every series of the chosen installation; and of these the ones of the chosen hosts. */
export const job = 'job=~"$job"';
export const host: string = `${job},host=~"$host"`;

/**
 * A gauge of hosts, to be added up: while a partition changes hands two processes may show it for the length of a scrape, and it counts once.
 */
export function once(metric: Metric, labels: string): string {
  return `max by (job, partition, ${metric.labels.map(({ name }) => name).join(", ")}) (${metric.name}{${labels}})`;
}

export const rate = "$__rate_interval";
export const range = "$__range";

export const ofAll =
  "Final requests: one is counted when nothing can join it any more, up to an hour after its last record.";
/** Requests of the one host that is shown. */
export const ofHost: Readonly<Record<string, string>> = { host: "$host" };

export function query(expr: string, legend: string): Query {
  return { expr, legend };
}

export function now(panel: Omit<Panel, "kind" | "width"> & Partial<Pick<Panel, "width">>): Panel {
  return { width: 4, height: 4, ...panel, kind: "now" };
}

export function lines(panel: Omit<Panel, "kind" | "width"> & Partial<Pick<Panel, "width">>): Panel {
  return { width: 12, ...panel, kind: "lines" };
}

export function bars(panel: Omit<Panel, "kind" | "width"> & Partial<Pick<Panel, "width">>): Panel {
  return { width: 8, ...panel, kind: "bars" };
}
