import { ruleFiles } from "../rule-groups.ts";
import type { AlertingRule } from "../rule-groups.ts";
import { alerts } from "../catalogue.ts";
import { secondsOf } from "../promql.ts";
import type { AlertName } from "../usual.ts";
import type { Values } from "../values.ts";
import { conditions } from "./conditions.ts";
import type { Condition } from "./conditions.ts";
import { withCounts } from "./counts.ts";
import type { Counts } from "./counts.ts";
import type { Look, Sign } from "./look.ts";
import { countsOf, hearsLongEnough, isSilentAt, signsOf, windowMsOf } from "./signs.ts";
import { filled } from "./template.ts";

/**
 * What is known from one look to the next: plain values, to be kept over a restart.
 *
 * On crash: without it what is counted for good begins anew, and who was told of something is not told of its end by us. On replay: the same look again changes
 * nothing. On overload: `alertsMax` conditions at most, the oldest stay.
 */
export interface Memory {
  readonly counts: Counts;
  /** Conditions that hold, by the key of their alert. */
  readonly held: ReadonlyMap<string, Held>;
}

export interface Held {
  readonly alert: Told;
  readonly host: string;
  /** ms UTC. */
  readonly since: number;
  /** It has held for as long as the alert waits. */
  readonly isFiring: boolean;
}

/** An alert in the words of its rule. */
export interface Told {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** ms UTC: since when it fires. What it is about may be older. */
  readonly startsAt: number;
}

export const nothingKnown: Memory = { counts: new Map(), held: new Map() };

/** One alert is one set of labels, as in Alertmanager. */
export function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** Which alerts hold, after another look. Silence decides nothing: of a host whose collector is silent, all else stays as it was. */
export function judged(before: Memory, look: Look, { rules, numbers, alertsMax }: OneBoxRules): Judged {
  const counts = withCounts(before.counts, look, countsOf);
  const silent = new Set(
    look.hosts
      .filter((view) => isSilentAt(view, look.at, numbers.ScepCollectorSilent))
      .map(({ host }) => host),
  );
  const isProved = hearsLongEnough(look, numbers.ScepCollectorSilent);
  const held = new Map(
    [...before.held].filter(
      ([, { host, isFiring, alert }]) => isFiring && silent.has(host) && !(isProved && isSilence(alert)),
    ),
  );
  const begun = new Map<string, Held>();
  for (const rule of rules) {
    const asked = { numbers: numbers[rule.name], hasCauseLabel: rule.hasCauseLabel, look, counts };
    for (const sign of signsOf(rule.name, asked)) {
      const isMuted = silent.has(sign.labels["host"] ?? "") && rule.name !== "ScepCollectorSilent";
      if (isMuted) continue;
      const one = heldNow(rule, sign, { before: before.held, at: look.at });
      (before.held.has(one.key) ? held : begun).set(one.key, one.held);
    }
  }
  const room = Math.max(0, alertsMax - held.size);
  for (const [key, one] of [...begun].slice(0, room)) held.set(key, one);
  return { memory: { counts, held }, leftOut: Math.max(0, begun.size - room) };
}

export interface Judged {
  readonly memory: Memory;
  /** Conditions that hold and have no place. */
  readonly leftOut: number;
}

export interface OneBoxRules {
  readonly rules: readonly OneBoxRule[];
  readonly numbers: Values["alerts"];
  readonly alertsMax: number;
  /** How far must be looked back, ms, and for which causes of each a share of all requests matters. */
  readonly windows: ReadonlyMap<number, ReadonlySet<string>>;
  /** Those of the windows in which failures without a cause matter. */
  readonly unexplained: ReadonlySet<number>;
}

interface OneBoxRule {
  readonly name: AlertName;
  readonly rule: AlertingRule;
  readonly hasCauseLabel: boolean;
  readonly forMs: number;
}

/** The alerts that one box can tell of, with the very rules that are printed for Prometheus. */
export function oneBoxRules(values: Values, alertsMax: number): OneBoxRules {
  const printed = new Map(
    ruleFiles(values)
      .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
      .flatMap((rule) => ("alert" in rule ? [[rule.alert, rule] as const] : [])),
  );
  const rules = alerts.flatMap(({ name, by }) => {
    const rule = printed.get(name);
    if (rule === undefined || !conditions.has(name)) return [];
    const forMs = secondsOf(values.alerts[name].for) * 1000;
    return [{ name, rule, hasCauseLabel: by.includes("cause"), forMs }];
  });
  const windows = windowsOf(rules, values);
  return { rules, numbers: values.alerts, alertsMax, windows, unexplained: unexplainedOf(rules, values) };
}

function windowsOf(rules: readonly OneBoxRule[], values: Values): ReadonlyMap<number, ReadonlySet<string>> {
  const windows = new Map<number, Set<string>>();
  for (const { name } of rules) {
    const numbers = values.alerts[name];
    const told = conditions.get(name) ?? [];
    const causes = told.flatMap((each) => (each.kind === "requests" ? each.causes : []));
    if (causes.length === 0 && !told.some(isUnexplained)) continue;
    const inShare = windows.get(windowMsOf(numbers)) ?? new Set<string>();
    if (numbers.share !== undefined) for (const cause of causes) inShare.add(cause);
    windows.set(windowMsOf(numbers), inShare);
  }
  return windows;
}

function unexplainedOf(rules: readonly OneBoxRule[], values: Values): ReadonlySet<number> {
  const asking = rules.filter(({ name }) => conditions.get(name)?.some(isUnexplained));
  return new Set(asking.map(({ name }) => windowMsOf(values.alerts[name])));
}

function isUnexplained({ kind }: Condition): boolean {
  return kind === "unexplained";
}

function isSilence({ labels }: Told): boolean {
  return labels["alertname"] === ("ScepCollectorSilent" satisfies AlertName);
}

function heldNow(
  { rule, forMs }: OneBoxRule,
  { labels, value }: Sign,
  { before, at }: { readonly before: Memory["held"]; readonly at: number },
): { readonly key: string; readonly held: Held } {
  const all = wellFormed({ ...labels, alertname: rule.alert, ...rule.labels });
  const key = keyOf(all);
  const known = before.get(key);
  const since = known?.since ?? at;
  const isFiring = known?.isFiring === true || at - since >= forMs;
  const annotations = Object.fromEntries(
    Object.entries(rule.annotations).map(([name, template]) => [
      name,
      filled(template, { labels: all, value, at }).toWellFormed(),
    ]),
  );
  const startsAt = known?.isFiring === true ? known.alert.startsAt : at;
  return {
    key,
    held: { alert: { labels: all, annotations, startsAt }, host: labels["host"] ?? "", since, isFiring },
  };
}

/** A name out of a log may be any text; JSON is Unicode. */
function wellFormed(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, value.toWellFormed()]));
}
