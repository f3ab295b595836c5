import type { z } from "zod";
import { nearest } from "../../processors/wording/index.ts";
import type { Position, YamlText } from "./read-yaml.ts";
import { settings } from "./settings.ts";

/** One mistake in a configuration file: where, what, and what to do. */
export interface Complaint extends Position {
  readonly what: string;
  readonly remedy: string;
}

type Issue = z.core.$ZodIssue;

/** What is wrong with a file, mistake by mistake, in the order of the lines. */
export function complaintsOf(issues: readonly Issue[], yaml: YamlText): readonly Complaint[] {
  return issues
    .flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => unknownKey(issue.path, key, yaml))
        : [wrongValue(issue, yaml)],
    )
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

function unknownKey(path: readonly PropertyKey[], key: string, yaml: YamlText): Complaint {
  const within = nameOf(path);
  return {
    ...yaml.placeOf(path, key),
    what: `${quoted(key)} is no setting${within === "" ? "" : ` of ${within}`}`,
    remedy: remedyFor(key, path),
  };
}

function remedyFor(key: string, path: readonly PropertyKey[]): string {
  if (secretName.test(key)) return secretRemedy;
  const prefix = path.length === 0 ? "" : `${schemaPath(path)}.`;
  const here = settings.filter((setting) => isDirectlyBelow(setting.path, prefix));
  const names = here.map((setting) => setting.path.slice(prefix.length));
  const near = nearest(key, [...names, ...settings.map((setting) => setting.path)]);
  if (near !== null) return near.includes(".") ? `it stands under ${near}` : `write ${near}`;
  return `remove it; there are ${names.join(", ")}`;
}

const secretName = /^(?:api)?-?(?:token|key|secret|password)s?$/i;
const secretRemedy =
  "take it out: secrets never stand in this file; name a file with auth.tokenFile or pseudonyms.keyFile, or set SCEPSCOPE_TOKEN or SCEPSCOPE_PSEUDONYM_KEY";

function isDirectlyBelow(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && !path.slice(prefix.length).includes(".");
}

function wrongValue(issue: Issue, yaml: YamlText): Complaint {
  const value = valueAt(yaml.values, issue.path);
  const name = nameOf(issue.path);
  const setting = settings.find(({ path }) => path === schemaPath(issue.path));
  const takes = issue.path.length === 0 ? "settings, each on a line of its own" : (setting?.takes ?? "text");
  return {
    ...yaml.placeOf(issue.path),
    what: value === undefined ? `${name} is missing` : `${name || "the file"} is ${shown(value)}`,
    remedy:
      formOf(issue) ??
      `write ${takes}${value === undefined ? `: ${setting?.says ?? ""}`.replace(/[.]$/, "") : ""}`,
  };
}

/** A form is said in the schema's own words; the library would only quote its pattern. */
function formOf({ code, message }: Issue): string | null {
  if (message.startsWith("write")) return message;
  return code === "invalid_format" ? "write text without control characters" : null;
}

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  let value = values;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = new Map(Object.entries(value)).get(String(part));
  }
  return value;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "a section";
  if (value === null) return "empty";
  return typeof value === "string" ? quoted(value) : (JSON.stringify(value) ?? "nothing");
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** `places[0].path` for people, `places[].path` for the list of settings. */
function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^[.]/, "");
}

function schemaPath(path: readonly PropertyKey[]): string {
  return nameOf(path).replace(/\[\d+\]/g, "[]");
}
