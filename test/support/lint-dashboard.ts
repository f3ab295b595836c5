import { metrics, runtimePrefixes } from "../../processors/contract/index.ts";
import type { Metric } from "../../processors/contract/index.ts";

/** Of a dashboard's JSON, what is judged. */
export interface Dashboard {
  readonly uid?: string;
  readonly panels?: readonly DashboardPanel[];
  readonly templating?: { readonly list?: readonly { readonly name: string; readonly type: string }[] };
}

export interface DashboardPanel {
  readonly id?: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly datasource?: { readonly uid?: string };
  readonly gridPos?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly Target[];
}

interface Target {
  readonly refId?: string;
  readonly expr?: string;
  readonly legendFormat?: string;
  readonly datasource?: { readonly uid?: string };
}

/** What is wrong with a dashboard, by the rules that dashboard-linter documents and some of our own; empty: nothing. */
export function lintDashboard(dashboard: Dashboard): readonly string[] {
  const { panels = [], templating } = dashboard;
  const variables = new Set((templating?.list ?? []).map(({ name }) => name));
  const shown = panels.filter(({ type }) => type !== "row");
  return [
    ...(templating?.list?.some(({ type }) => type === "datasource")
      ? []
      : ["has no variable for the data source"]),
    ...(dashboard.uid ? [] : ["has no uid"]),
    ...repeated(panels.map(({ id }) => `panel id ${id}`)),
    ...undefinedVariables(JSON.stringify(dashboard), variables),
    ...overlaps(panels),
    ...shown.flatMap((panel) => lintPanel(panel, variables).map((what) => `${panel.title ?? "?"}: ${what}`)),
  ];
}

function lintPanel(panel: DashboardPanel, variables: ReadonlySet<string>): readonly string[] {
  const { title, description, fieldConfig, datasource, targets = [] } = panel;
  return [
    ...(title ? [] : ["has no title"]),
    ...(description ? [] : ["has no description"]),
    ...(fieldConfig?.defaults.unit ? [] : ["has no unit"]),
    ...(datasource?.uid === "${datasource}" ? [] : ["has a data source of its own"]),
    ...(targets.length > 0 ? [] : ["asks nothing"]),
    ...repeated(targets.map(({ refId }) => `refId ${refId}`)),
    ...targets.flatMap((target) => lintTarget(target, variables)),
  ];
}

function lintTarget(
  { expr = "", legendFormat, datasource }: Target,
  variables: ReadonlySet<string>,
): string[] {
  return [
    ...(datasource?.uid === "${datasource}" ? [] : ["asks a data source of its own"]),
    ...(legendFormat ? [] : ["has series without a legend"]),
    ...selectorsIn(expr).flatMap((selector) => lintSelector(selector, variables)),
    ...intervalsIn(expr).flatMap((interval) =>
      ["$__rate_interval", "$__range"].includes(interval) ? [] : [`looks back by ${interval}`],
    ),
    ...labelsAskedFor(expr)
      .filter((label) => !selectorsIn(expr).some(({ labels }) => labels.has(label)))
      .map((label) => `groups by ${label}, which none of its metrics has`),
  ];
}

interface Selector {
  readonly name: string;
  readonly matchers: string;
  /** What stands before it, back to the bracket that opens. */
  readonly before: string;
  readonly after: string;
  readonly labels: ReadonlySet<string>;
}

function selectorsIn(expr: string): readonly Selector[] {
  return [...expr.matchAll(/\b(scep(?:scope)?_\w+)(?:\{([^}]*)\})?(\[[^\]]*\])?/g)].map((match) => {
    const [, name = "", matchers = "", after = ""] = match;
    const own = metricOf(name)?.labels.map((label) => label.name) ?? [];
    return {
      name,
      matchers,
      after,
      before: expr.slice(0, match.index),
      labels: new Set([...own, "job", "instance", "partition", ...(name.endsWith("_bucket") ? ["le"] : [])]),
    };
  });
}

const byName = new Map(metrics.map((metric) => [metric.name, metric]));

function metricOf(name: string): Metric | undefined {
  return byName.get(name) ?? byName.get(name.replace(/_(?:bucket|sum|count)$/, ""));
}

function lintSelector(
  { name, matchers, before, after, labels }: Selector,
  variables: ReadonlySet<string>,
): string[] {
  const isRuntime = runtimePrefixes.some((prefix) => name.startsWith(prefix));
  const metric = metricOf(name);
  if (metric === undefined && !isRuntime) return [`${name} is not in the catalogue`];
  const isTotal = metric === undefined ? name.endsWith("_total") : metric.type !== "gauge";
  const isRate = /\b(?:rate|increase)\($/.test(before) && after !== "";
  const used = [...matchers.matchAll(/(\w+)(?:=~|!~|!=|=)/g)].map(([, label = ""]) => label);
  return [
    ...(matchers.includes('job=~"$job"') ? [] : [`${name} is asked of every job`]),
    ...(variables.has("host") && labels.has("host") && !matchers.includes('host=~"$host"')
      ? [`${name} is asked of every host`]
      : []),
    ...(isTotal && !isRate ? [`${name} is a total and asked without rate or increase`] : []),
    ...(!isTotal && after !== "" ? [`${name} is a gauge and asked over time`] : []),
    ...used.filter((label) => !labels.has(label)).map((label) => `${name} has no label ${label}`),
  ];
}

function intervalsIn(expr: string): readonly string[] {
  return [...expr.matchAll(/\[([^\]]*)\]/g)].map(([, interval = ""]) => interval);
}

function labelsAskedFor(expr: string): readonly string[] {
  return [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels = ""]) => labels.split(/,\s*/));
}

function undefinedVariables(text: string, variables: ReadonlySet<string>): string[] {
  const used = [...text.matchAll(/\$\{?(?!__)([a-z]\w*)/g)].map(([, name = ""]) => name);
  return [...new Set(used)]
    .filter((name) => !variables.has(name))
    .map((name) => `uses the variable ${name}, which it does not have`);
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `${name} stands twice`,
  );
}

function overlaps(panels: readonly DashboardPanel[]): string[] {
  const taken = new Set<string>();
  const complaints = new Set<string>();
  for (const { title, gridPos } of panels) {
    if (gridPos === undefined) complaints.add(`${title} has no place`);
    const { x, y, w, h } = gridPos ?? { x: 0, y: 0, w: 0, h: 0 };
    if (x + w > 24) complaints.add(`${title} reaches beyond the edge`);
    for (let cell = 0; cell < w * h; cell += 1) {
      const place = `${x + (cell % w)} ${y + Math.floor(cell / w)}`;
      if (taken.has(place)) complaints.add(`${title} lies on another`);
      taken.add(place);
    }
  }
  return [...complaints];
}
