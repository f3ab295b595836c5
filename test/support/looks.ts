import { judged, nothingKnown, oneBoxRules } from "../../alerts/index.ts";
import type { ClaimedCause, Look, Memory, OneBoxRules } from "../../alerts/index.ts";
import { parseValues } from "../../deploy/alerts/index.ts";
import type { HostView } from "../../processors/contract/index.ts";
import { hostSource } from "./host-source.ts";

/** Where time begins in these tests, ms UTC. */
export const lookMs: number = Date.UTC(2026, 10, 28, 12);
export const minuteMs = 60_000;

/** A host that is read up to the moment. */
export function hostAt(at: number, parts: Partial<HostView> = {}): HostView {
  return {
    host: "ndes01",
    passedAt: at,
    eventAt: at,
    readAt: at,
    sources: [hostSource()],
    problems: [],
    ...parts,
  };
}

export function problem(
  cause: string,
  count = 1,
  oldest: number | null = null,
): HostView["problems"][number] {
  return { cause, title: cause, severity: "critical", count, oldest, because: "" };
}

export interface Seen {
  readonly hosts?: readonly HostView[];
  /** The same within every window. */
  readonly claimed?: readonly ClaimedCause[];
  readonly decided?: Readonly<Record<string, number>>;
  readonly unexplained?: Readonly<Record<string, number>>;
  readonly hearingSince?: number;
}

export function lookAt(
  at: number,
  { hosts = [hostAt(at)], claimed = [], decided = {}, unexplained = {}, hearingSince = 0 }: Seen,
  rules: OneBoxRules,
): Look {
  const windows = [...rules.windows.keys()];
  return {
    at,
    hearingSince,
    hosts,
    claimed: new Map(windows.map((windowMs) => [windowMs, claimed])),
    decided: new Map(windows.map((windowMs) => [windowMs, new Map(Object.entries(decided))])),
    unexplained: new Map(windows.map((windowMs) => [windowMs, new Map(Object.entries(unexplained))])),
  };
}

/** The usual rules, all of which fire at once unless `values` says otherwise. */
export function promptRules(values = "", alertsMax = 1000): OneBoxRules {
  const usual = parseValues(values, "values");
  const alerts = { ...usual.alerts };
  const names = values.includes("for:") ? [] : Object.keys(alerts).filter(isKey(alerts));
  for (const name of names) alerts[name] = { ...alerts[name], for: "0s" };
  return oneBoxRules({ ...usual, alerts }, alertsMax);
}

function isKey<T extends object>(whole: T): (name: string) => name is string & keyof T {
  return (name): name is string & keyof T => Object.hasOwn(whole, name);
}

/** Names and hosts of what fires. */
export function firing({ held }: Pick<Memory, "held">): readonly string[] {
  return [...held.values()]
    .filter(({ isFiring }) => isFiring)
    .map(({ alert: { labels } }) =>
      [labels["alertname"], labels["host"], labels["source"] ?? labels["cause"] ?? ""].join(" ").trim(),
    )
    .toSorted();
}

/** One look after the other, each some minutes after the first. */
export function after(
  rules: OneBoxRules,
  seen: readonly (readonly [number, (at: number) => Seen])[],
): Memory {
  let memory = nothingKnown;
  for (const [minutes, make] of seen) {
    const at = lookMs + minutes * minuteMs;
    ({ memory } = judged(memory, lookAt(at, make(at), rules), rules));
  }
  return memory;
}
