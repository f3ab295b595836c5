import { hostMetrics, metrics, readMetrics, requestMetrics } from "../contract/metrics.ts";
import type { Metric } from "../contract/metrics.ts";
import { createLayout } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { addTo, createRow } from "./row.ts";
import type { Row } from "./row.ts";

/** Counted here, and kept with the cursors. */
const kept: readonly Metric[] = [requestMetrics, hostMetrics, readMetrics]
  .flatMap((group) => Object.values<Metric>(group))
  .filter(({ type }) => type !== "gauge");

const isHosts = ({ labels }: Metric): boolean => labels.some(({ values }) => values === "hostsMax");

export const hostLayout: Layout = createLayout(kept.filter(isHosts));
export const fleetLayout: Layout = createLayout(kept.filter((metric) => !isHosts(metric)));

/** The most series that there can be at all, whatever the logs say. */
export function seriesMax({ hostsMax, sourcesMax }: { hostsMax: number; sourcesMax: number }): number {
  const hosts = hostsMax + lumped.length;
  return metrics
    .map((metric) => linesOf(metric, sourcesMax) * (isHosts(metric) ? hosts : 1))
    .reduce((sum, lines) => sum + lines, 0);
}

/** Without regard to hosts. A histogram has one line more than places: its count. */
function linesOf(metric: Metric, sourcesMax: number): number {
  const labels = metric.labels.filter(({ values }) => values !== "sourcesMax");
  const { slots } = createLayout([{ ...metric, labels }]);
  const counts = slots.filter(({ part }) => part === "sum").length;
  return (slots.length + counts) * (labels.length < metric.labels.length ? sourcesMax + 1 : 1);
}

/** What cannot have a label of its own: one host too many, or a name that is none. */
export const otherHost = "other";
/** Devices log as hosts of their own, thousands of them: they would take the labels of the servers. */
export const deviceHost = "devices";
const lumped: readonly string[] = [otherHost, deviceHost];

export interface Rows {
  readonly fleet: Row;
  readonly hosts: ReadonlyMap<string, Row>;
  /** The row of a server; that of `other` when there is no room, which is counted. */
  of(host: string): Row;
  /** The row of what logs as a host of its own and may be a device. */
  ofDevice(host: string): Row;
  /** How a host is called in gauges: as its row, which a server gets if there is room. */
  label(host: string, isDevice: boolean): string;
}

export function createRows(hostsMax: number): Rows {
  const fleet = createRow("", fleetLayout.slots.length);
  const hosts = new Map<string, Row>();
  const overflow = fleetLayout.place(readMetrics.overflows);
  const make = (host: string): Row => {
    const made = createRow(host, hostLayout.slots.length);
    hosts.set(host, made);
    return made;
  };
  /** Null: it can have none. */
  const own = (host: string): Row | null => {
    const known = hosts.get(host);
    if (known !== undefined) return known;
    return ownHosts(hosts) < hostsMax && hostName.test(host) ? make(host) : null;
  };
  const lump = (host: string): Row => hosts.get(host) ?? make(host);
  // Observations come a slice at a time: the next one is mostly of the same host.
  let last: Row | null = null;
  return {
    fleet,
    hosts,
    of: (host) => {
      if (last !== null && last.host === host) return last;
      const row = own(host);
      if (row !== null) return (last = row);
      addTo(fleet, overflow);
      return lump(otherHost);
    },
    ofDevice: (host) => hosts.get(host) ?? lump(deviceHost),
    label: (host, isDevice) => {
      const row = isDevice ? hosts.get(host) : own(host);
      return (row ?? lump(isDevice ? deviceHost : otherHost)).host;
    },
  };
}

/** Those with a label of their own. */
export function ownHosts(hosts: ReadonlyMap<string, Row>): number {
  return hosts.size - lumped.filter((host) => hosts.has(host)).length;
}

/** As hosts are called. A record may say anything of the machine it was written on. */
const hostName = /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,252})$/u;
