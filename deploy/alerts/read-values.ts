import { readFileSync } from "node:fs";
import { alertNames, forEachAlert, usual, usualSite } from "../../alerts/index.ts";
import type { AlertName, Numbers, Values } from "../../alerts/index.ts";
import { nearest } from "../../processors/wording/index.ts";
import { cliError } from "../errors/cli-error.ts";
import { systemReason } from "../../collectors/contract/index.ts";
import { readYaml } from "../config/index.ts";
import type { YamlText } from "../config/index.ts";
import { valuesShape } from "./values-schema.ts";
import type { GivenValues } from "./values-schema.ts";

/** The values in force: those of the file in place of the usual ones; null: all as usual. Throws a `CliError` that names each mistake with its line. */
export function readValues(file: string | null): Values {
  return file === null ? withUsual({}) : parseValues(readText(file), file);
}

/** What a text says; `name` is how errors call it. */
export function parseValues(text: string, name: string): Values {
  const yaml = readYaml(text);
  if (yaml.status === "unread")
    throw refused(
      yaml.errors.map(({ line, column, what }) => `${name}:${line}:${column}: ${what}`),
      name,
    );
  const result = valuesShape.safeParse(yaml.values ?? {});
  if (!result.success)
    throw refused(
      result.error.issues.flatMap((issue) => complaints(issue, yaml, name)),
      name,
    );
  const mistakes = [...foreignNumbers(result.data), ...hopelessGoals(withUsual(result.data))];
  if (mistakes.length > 0)
    throw refused(
      mistakes.map(({ path, key, what }) => `${placed(name, yaml.placeOf(path, key))}: ${what}`),
      name,
    );
  return withUsual(result.data);
}

function withUsual({ goal, alerts, ...site }: GivenValues): Values {
  const pageUrl = site.pageUrl ?? usualSite.pageUrl;
  return {
    ...usualSite,
    // Runbooks are served by the page, unless somebody keeps them elsewhere.
    runbookUrl: `${pageUrl}/runbooks`,
    ...site,
    goal: { ...usualSite.goal, ...goal },
    alerts: forEachAlert((name) => ({ enabled: true, ...usual[name], ...alerts?.[name] })),
  };
}

interface Mistake {
  readonly path: readonly string[];
  readonly key?: string;
  readonly what: string;
}

/** A number that the alert's expression does not read would be set in vain. */
function foreignNumbers({ alerts = {} }: GivenValues): readonly Mistake[] {
  return alertNames.flatMap((name) => {
    const own = ["enabled", ...Object.keys(usual[name])];
    return Object.keys(alerts[name] ?? {})
      .filter((key) => !own.includes(key))
      .map((key) => ({
        path: ["alerts", name],
        key,
        what: `${name} has no ${key}: it has ${own.join(", ")}`,
      }));
  });
}

/** A burn rate that asks for more failures than there are requests would never fire. */
function hopelessGoals({ alerts, goal }: Values): readonly Mistake[] {
  const budgets: readonly (readonly [AlertName, number])[] = [
    ["ScepErrorBudgetBurnsFast", 1 - goal.successShare],
    ["ScepErrorBudgetBurns", 1 - goal.successShare],
    ["ScepErrorBudgetLeaks", 1 - goal.successShare],
    ["ScepCertificatesSlow", 1 - goal.certificateShare],
  ];
  return budgets.flatMap(([name, budget]) => {
    const { factor = 1, enabled }: Numbers & { readonly enabled: boolean } = alerts[name];
    if (!enabled || factor * budget < 1) return [];
    const what = `${name} can never fire: ${factor} times the budget of ${Number(budget.toPrecision(3))} is more than all requests; set a smaller factor, or enabled: false`;
    return [{ path: ["alerts", name, "factor"], what }];
  });
}

type Issue = NonNullable<ReturnType<typeof valuesShape.safeParse>["error"]>["issues"][number];

function complaints(issue: Issue, yaml: YamlText, name: string): readonly string[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownKey(issue.path, key, { yaml, name }));
  const last = issue.path.at(-1);
  if (issue.code === "invalid_key")
    return [unknownKey(issue.path.slice(0, -1), String(last), { yaml, name })];
  const path = issue.path.map(String).join(".");
  return [`${placed(name, yaml.placeOf(issue.path))}: ${path || "the file"}: ${issue.message}`];
}

const words: readonly string[] = [
  ...Object.keys(usualSite),
  ...Object.keys(usualSite.goal),
  "alerts",
  "enabled",
  "severity",
  "for",
  "window",
  "recent",
  "age",
  "count",
  "share",
  "factor",
  "volume",
  "bytes",
  ...alertNames,
];

function unknownKey(
  path: readonly PropertyKey[],
  key: string,
  { yaml, name }: { readonly yaml: YamlText; readonly name: string },
): string {
  const near = nearest(key, words);
  const within = path.length === 0 ? "" : ` of ${path.map(String).join(".")}`;
  const remedy =
    near === null ? "remove it; `alerts/values.yaml` has all there are" : `did you mean ${near}?`;
  return `${placed(name, yaml.placeOf(path, key))}: ${JSON.stringify(key)} is no value${within}: ${remedy}`;
}

function placed(name: string, { line, column }: ReturnType<YamlText["placeOf"]>): string {
  return `${name}:${line}:${column}`;
}

const complaintsMax = 20;

function refused(lines: readonly string[], name: string): Error {
  const [first = "", ...more] = lines.slice(0, complaintsMax);
  return cliError({
    code: "rules.values",
    what: more.length === 0 ? first : [`${name} has ${lines.length} mistakes`, first, ...more].join("\n  "),
    remedy: "put that right; `alerts/values.yaml` shows every value with its unit",
  });
}

const fileBytesMax = 1024 * 1024;

function readText(file: string): string {
  try {
    const text = readFileSync(file, "utf8");
    if (text.length <= fileBytesMax) return text;
    throw new Error("it is larger than any values file");
  } catch (error) {
    throw cliError({
      code: "rules.values",
      what: `the values file "${file}" cannot be read: ${systemReason(error)}`,
      remedy: "name a YAML file that this user may read",
    });
  }
}
