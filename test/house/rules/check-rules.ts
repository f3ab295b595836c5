import type { Metric } from "../../../processors/contract/index.ts";

/** A rule as it stands in a printed file. */
export interface CheckedRule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Known {
  readonly metrics: readonly Metric[];
  /** Ids of the failure catalogue. */
  readonly causes: ReadonlySet<string>;
  readonly runtimePrefixes: readonly string[];
}

/** What pint documents as mistakes, and some of our own; one sentence each. */
export function mistakesIn(rules: readonly CheckedRule[], known: Known): readonly string[] {
  const recorded = new Set(rules.flatMap(({ record }) => (record === undefined ? [] : [record])));
  return rules.flatMap((rule) => {
    const name = rule.alert ?? rule.record ?? "";
    return [
      ...seriesMistakes(rule, known, recorded),
      ...counterMistakes(rule, known),
      ...shapeMistakes(rule),
      ...(rule.alert === undefined ? [] : alertMistakes(rule, known)),
    ].map((mistake) => `${name}: ${mistake}`);
  });
}

interface Selector {
  readonly name: string;
  readonly matchers: readonly (readonly [label: string, operator: string, value: string])[];
  /** What stands before it. */
  readonly before: string;
  /** `[15m]` behind it, or `""`. */
  readonly range: string;
  /** What stands behind it. */
  readonly after: string;
}

/** Every series that an expression selects: a name, its matchers, and its range. */
function selectorsIn(expr: string): readonly Selector[] {
  const found = expr.matchAll(
    /(?<![\w:"])((?:host:|stage:)?(?:scep|scepscope)_\w+(?::\w+)?|up)(?:\{([^}]*)\})?(\[[^\]]+\])?/g,
  );
  return [...found].map(({ 0: all, 1: name = "", 2: matchers = "", 3: range = "", index }) => ({
    name,
    matchers: [...matchers.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(
      ([, label = "", operator = "", value = ""]) => [label, operator, value] as const,
    ),
    before: expr.slice(0, index),
    range,
    after: expr.slice(index + all.length),
  }));
}

function metricOf(name: string, { metrics }: Known): Metric | undefined {
  return metrics.find(
    (metric) => metric.name === name || name.replace(/_(?:bucket|sum|count)$/, "") === metric.name,
  );
}

function seriesMistakes(
  { expr }: CheckedRule,
  known: Known,
  recorded: ReadonlySet<string>,
): readonly string[] {
  const bare = expr.replaceAll(/"[^"]*"/g, '""');
  const names = [...bare.matchAll(/\b(?:scep|scepscope)_\w+/g)].map(([name]) => name);
  const selectors = selectorsIn(expr);
  const strangers = names.filter(
    (name) =>
      metricOf(name, known) === undefined && !known.runtimePrefixes.some((prefix) => name.startsWith(prefix)),
  );
  return [
    ...strangers.map((name) => `there is no metric ${name}`),
    ...selectors
      .filter(({ name }) => name.includes(":") && !recorded.has(name))
      .map(({ name }) => `nobody records ${name}`),
    ...selectors.flatMap((selector) => labelMistakes(selector, known)),
  ];
}

/** A label that a metric does not have, or a value that it can never have, selects nothing for ever. */
function labelMistakes({ name, matchers }: Selector, known: Known): readonly string[] {
  const metric = metricOf(name, known);
  if (metric === undefined) return [];
  return matchers.flatMap(([label, operator, value]) => {
    if (label === "le" || label === "job" || label === "instance") return [];
    const own = metric.labels.find((each) => each.name === label);
    if (own === undefined) return [`${name} has no label ${label}`];
    const values = own.values === "causes" ? [...known.causes, "none"] : own.values;
    if (typeof values === "string") return [];
    return alternativesOf(operator, value)
      .filter((each) => !values.some((one) => new RegExp(`^(?:${each})$`).test(one)))
      .map((each) => `${label} of ${name} is never ${each}`);
  });
}

function alternativesOf(operator: string, value: string): readonly string[] {
  if (operator === "=" || operator === "!=") return [value.replaceAll(/[.[\]()|*+?]/g, "\\$&")];
  return /[(]/.test(value) ? [value] : value.split("|");
}

const overCounters = new Set(["rate", "increase", "irate", "changes", "resets"]);
/** A counter that has begun with its process counts from then on: of a young process it is what has happened lately. */
const ofYoung = " and on (job, instance) time() - scepscope_process_start_time_seconds < ";

function counterMistakes({ expr }: CheckedRule, known: Known): readonly string[] {
  return selectorsIn(expr).flatMap(({ name, before, range, after }) => {
    const metric = metricOf(name, known);
    if (metric === undefined) return [];
    const isCounter = metric.type !== "gauge";
    const around = /(\w+)\($/.exec(before)?.[1] ?? "";
    const isPlain = range === "" || !overCounters.has(around);
    if (isCounter && isPlain && !after.startsWith(ofYoung))
      return [`the counter ${name} stands without rate or increase`];
    if (!isCounter && (around === "rate" || around === "increase"))
      return [`the gauge ${name} stands within ${around}: it may fall`];
    return [];
  });
}

function shapeMistakes({ expr, for: held, alert }: CheckedRule): readonly string[] {
  const bare = expr.replaceAll(/"[^"]*"/g, '""');
  return [
    ...(/\b(?:topk|bottomk)\b/.test(bare) ? ["topk changes its series all the time"] : []),
    ...(/\b(?:and|or|unless)\b(?!\s+(?:on|ignoring)\s*\()/.test(bare)
      ? ["two sides meet by all their labels: write on (…) or ignoring (…)"]
      : []),
    ...unmatched(bare),
    ...(alert !== undefined && /\babsent(?:_over_time)?\(/.test(bare) && held === undefined
      ? ["absent fires during every restart: give it a for"]
      : []),
    ...(/\bby\s*\(\s*\)/.test(bare) ? ["an aggregation by nothing"] : []),
  ];
}

/** A comparison or division of two series without `on`: only plain numbers may stand on one side. */
function unmatched(bare: string): readonly string[] {
  const operators = bare.matchAll(/(\S+)\s+(\/|-|\+|\*|<=|>=|==|!=|<|>)\s+(?!on\b|ignoring\b|bool\b)(\S+)/g);
  const number = /^(?:[(]*-?\d[\d.e+]*[)]*|time\(\))$/;
  return [...operators]
    .filter(
      ([, left = "", , right = ""]) => !number.test(right) && !number.test(left) && !left.endsWith("time()"),
    )
    .map(([text]) => `"${text}" meets by all labels: write on (…) or ignoring (…)`);
}

const severities = new Set(["critical", "warning", "info"]);
const annotationsNeeded = ["summary", "description", "runbook_url", "dashboard_url"];

function alertMistakes(
  { alert = "", labels = {}, annotations = {}, expr }: CheckedRule,
  known: Known,
): readonly string[] {
  // A recorded series has the labels that its name begins with.
  const kept = new Set(
    [...expr.matchAll(/\bby \(([^)]*)\)|\b([a-z]+):scep/g)].flatMap(([, list, level = ""]) =>
      list === undefined ? [level] : list.split(/,\s*/),
    ),
  );
  const shown = Object.values(annotations).flatMap((text) =>
    [...text.matchAll(/\$labels[.](\w+)/g)].map(([, label = ""]) => label),
  );
  const cause = labels["cause"];
  return [
    ...(/^Scep[A-Z][A-Za-z]+$/.test(alert) ? [] : ["names are CamelCase and begin with Scep"]),
    ...(severities.has(labels["severity"] ?? "") ? [] : ["a severity is critical, warning or info"]),
    ...annotationsNeeded.filter((name) => !annotations[name]).map((name) => `it has no ${name}`),
    ...(cause === undefined || known.causes.has(cause) ? [] : [`the failure catalogue has no ${cause}`]),
    ...[...kept]
      .filter((label) => /request|device|user|address/.test(label))
      .map((label) => `${label} is a label without end`),
    ...[...new Set(shown)]
      .filter((label) => !kept.has(label))
      .map((label) => `its text shows ${label}, which the expression drops`),
  ];
}
