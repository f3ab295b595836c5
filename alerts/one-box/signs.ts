import { isSilent, lastHeard } from "../../processors/contract/index.ts";
import type { HostView } from "../../processors/contract/index.ts";
import type { Numbers } from "../alert.ts";
import { secondsOf } from "../promql.ts";
import type { AlertName } from "../usual.ts";
import { conditions } from "./conditions.ts";
import type { Condition } from "./conditions.ts";
import { addedWithin, countName } from "./counts.ts";
import type { Counts } from "./counts.ts";
import type { Look, Sign } from "./look.ts";

/** Looks of `recorded.live` in the rules: where an alert has no window of its own. */
const liveMs = 900_000;

export function windowMsOf({ window }: Numbers): number {
  return window === undefined ? liveMs : secondsOf(window) * 1000;
}

interface Asked {
  readonly numbers: Numbers;
  readonly hasCauseLabel: boolean;
  readonly look: Look;
  readonly counts: Counts;
}

/** Which of an alert's conditions hold. One that two of them tell of is there once, as the greater. */
export function signsOf(name: AlertName, asked: Asked): readonly Sign[] {
  const signs = new Map<string, Sign>();
  for (const sign of (conditions.get(name) ?? []).flatMap((condition) =>
    signsOfCondition(condition, asked),
  )) {
    const key = JSON.stringify(Object.entries(sign.labels));
    const known = signs.get(key);
    if (known === undefined || known.value < sign.value) signs.set(key, sign);
  }
  return [...signs.values()];
}

/** What of a host is counted for good, by the name under which `added` and `gap` ask for it. Zero is a count too. */
export function countsOf(view: HostView): ReadonlyMap<string, number> {
  const counts = new Map(countedCauses.map((cause) => [cause, 0]));
  for (const { cause, count } of view.problems) if (counts.has(cause)) counts.set(cause, count);
  for (const { format, gapBytes } of view.sources)
    if (format !== null) counts.set(gapName(format), (counts.get(gapName(format)) ?? 0) + gapBytes);
  return counts;
}

const countedCauses: readonly string[] = [...conditions.values()]
  .flat()
  .flatMap((condition) => (condition.kind === "added" ? [condition.cause] : []));

const gapPrefix = "gap:";
function gapName(format: string): string {
  return `${gapPrefix}${format}`;
}

function signsOfCondition(condition: Condition, asked: Asked): readonly Sign[] {
  switch (condition.kind) {
    case "requests":
      return failingRequests(condition.causes, asked);
    case "unexplained":
      return [...(asked.look.unexplained.get(windowMsOf(asked.numbers)) ?? [])].flatMap(([host, requests]) =>
        manyOf({ host, requests }, { host }, asked),
      );
    case "problem":
      return asked.look.hosts.flatMap((view) => problemOf(view, condition.cause, asked));
    case "added":
      return asked.look.hosts.flatMap(({ host }) => addedOn(host, condition.cause, asked));
    case "silent":
      if (!hearsLongEnough(asked.look, asked.numbers)) return [];
      return asked.look.hosts
        .filter((view) => isSilentAt(view, asked.look.at, asked.numbers))
        .map((view) => ({
          labels: { host: view.host },
          value: (asked.look.at - (lastHeard(view) ?? asked.look.at)) / 1000,
        }));
    case "source":
      return asked.look.hosts.flatMap(({ host, sources }) =>
        sources
          .filter((source) => condition.conditions.includes(source.condition))
          .map((source) => ({ labels: { host, source: source.name }, value: 1 })),
      );
    case "gap":
      return asked.look.hosts.flatMap((view) => gapsOn(view, asked));
  }
}

export function isSilentAt(view: HostView, now: number, { age }: Numbers): boolean {
  return age !== undefined && isSilent(view, { now, silentMs: secondsOf(age) * 1000 });
}

/** Whether that nobody was heard for so long says something of them, and not of us. */
export function hearsLongEnough({ at, hearingSince }: Look, { age }: Numbers): boolean {
  return age === undefined || at - hearingSince > secondsOf(age) * 1000;
}

function failingRequests(causes: readonly string[], asked: Asked): readonly Sign[] {
  const { look, numbers, hasCauseLabel } = asked;
  const rows = (look.claimed.get(windowMsOf(numbers)) ?? []).filter(({ cause }) => causes.includes(cause));
  return rows.flatMap(({ host, cause, requests }) =>
    manyOf({ host, requests }, hasCauseLabel ? { host, cause } : { host }, asked),
  );
}

/** Whether these are as many requests of a host, and such a part of all that were decided there, as the alert asks for. */
function manyOf(
  { host, requests }: { readonly host: string; readonly requests: number },
  labels: Sign["labels"],
  { look, numbers }: Asked,
): readonly Sign[] {
  if (requests < (numbers.count ?? 1)) return [];
  if (numbers.share === undefined) return [{ labels, value: requests }];
  const decided = Math.max(look.decided.get(windowMsOf(numbers))?.get(host) ?? 0, requests);
  const share = requests / decided;
  return share > numbers.share && decided >= (numbers.volume ?? 0) ? [{ labels, value: share }] : [];
}

function problemOf({ host, problems }: HostView, cause: string, { look, numbers }: Asked): readonly Sign[] {
  const problem = problems.find((each) => each.cause === cause);
  if (problem === undefined || problem.count < (numbers.count ?? 1)) return [];
  const isYoung =
    numbers.age !== undefined && look.at - (problem.oldest ?? look.at) <= secondsOf(numbers.age) * 1000;
  return isYoung ? [] : [{ labels: { host }, value: problem.count }];
}

function addedOn(host: string, counted: string, { look, counts, numbers }: Asked): readonly Sign[] {
  const added = addedWithin(counts.get(countName(host, counted)) ?? [], look.at - windowMsOf(numbers));
  return added >= (numbers.count ?? 1) ? [{ labels: { host }, value: added }] : [];
}

function gapsOn({ host, sources }: HostView, { look, counts, numbers }: Asked): readonly Sign[] {
  const formats = new Set(sources.flatMap(({ format }) => (format === null ? [] : [format])));
  return [...formats].flatMap((format) => {
    const samples = counts.get(countName(host, gapName(format))) ?? [];
    const missing = addedWithin(samples, look.at - windowMsOf(numbers));
    return missing >= (numbers.bytes ?? 1) ? [{ labels: { host, format }, value: missing }] : [];
  });
}
