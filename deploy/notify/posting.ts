import { createHash } from "node:crypto";
import { keyOf } from "../../alerts/index.ts";
import type { Due, Told } from "../../alerts/index.ts";

/** One request to a receiver. */
export interface Posting {
  readonly body: unknown;
  readonly alerts: readonly { readonly alert: Told; readonly isOver: boolean }[];
}

export interface Moment {
  /** ms UTC. */
  readonly at: number;
  /** When a receiver that hears no more takes a firing alert as over, ms UTC. */
  readonly endsAt: number;
  /** Where the page is. */
  readonly pageUrl: string;
}

/** As Prometheus sends them. */
const batchMax = 64;

/** For `POST /api/v2/alerts` of Alertmanager: a list of `{ labels, annotations, startsAt, endsAt, generatorURL }`, times in RFC 3339. */
export function toAlertmanager(due: Due, moment: Moment): readonly Posting[] {
  const all = allOf(due);
  return Array.from({ length: Math.ceil(all.length / batchMax) }, (_, index) => {
    const alerts = all.slice(index * batchMax, (index + 1) * batchMax);
    return { alerts, body: alerts.map(({ alert, isOver }) => stated(alert, isOver, moment)) };
  });
}

/**
 * In the form of Alertmanager's webhook, version 4: one request for each host and cause, as the template of routes groups them. It has the alerts of the group that
 * there is something to say of.
 */
export function toWebhook(due: Due, moment: Moment): readonly Posting[] {
  const groups = Map.groupBy(allOf(due), ({ alert }) => groupKeyOf(alert));
  return [...groups].map(([groupKey, alerts]) => ({
    alerts,
    body: {
      version: "4",
      groupKey,
      truncatedAlerts: 0,
      status: alerts.every(({ isOver }) => isOver) ? "resolved" : "firing",
      receiver: "scepscope",
      groupLabels: onlyOf(alerts[0]?.alert.labels ?? {}, groupLabels),
      commonLabels: sameInAll(alerts.map(({ alert }) => alert.labels)),
      commonAnnotations: sameInAll(alerts.map(({ alert }) => alert.annotations)),
      externalURL: moment.pageUrl,
      alerts: alerts.map(({ alert, isOver }) => ({
        status: isOver ? "resolved" : "firing",
        ...stated(alert, isOver, moment),
        ...(isOver ? {} : { endsAt: "0001-01-01T00:00:00Z" }),
        fingerprint: createHash("sha256").update(keyOf(alert.labels)).digest("hex").slice(0, 16),
      })),
    },
  }));
}

function allOf({ open, repeat, resolve }: Due): Posting["alerts"] {
  return [
    ...[...open, ...repeat].map((alert) => ({ alert, isOver: false })),
    ...resolve.map((alert) => ({ alert, isOver: true })),
  ];
}

function stated(
  { labels, annotations, startsAt }: Told,
  isOver: boolean,
  { at, endsAt, pageUrl }: Moment,
): Readonly<Record<string, unknown>> {
  return {
    labels,
    annotations,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(isOver ? at : endsAt).toISOString(),
    generatorURL: pageUrl,
  };
}

const groupLabels = ["host", "cause"] as const;

function groupKeyOf({ labels }: Told): string {
  const quoted = groupLabels.flatMap((name) => {
    const value = onlyOf(labels, [name])[name];
    return value === undefined ? [] : [`${name}=${JSON.stringify(value)}`];
  });
  return `{}:{${quoted.join(", ")}}`;
}

function onlyOf(
  labels: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)));
}

function sameInAll(all: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const [first, ...rest] = all.map((each) => new Map(Object.entries(each)));
  const same = [...(first ?? [])].filter(([name, value]) => rest.every((each) => each.get(name) === value));
  return Object.fromEntries(same);
}
