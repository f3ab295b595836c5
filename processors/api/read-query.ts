import type { z } from "@hono/zod-openapi";
import { nearest } from "../wording/index.ts";
import { refusal } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";

/** What may stand behind the `?` of a path. */
export interface Query<T> {
  readonly schema: z.ZodObject;
  /** Throws a refusal for a name that there is not, with the nearest that there is, and for a value of the wrong form. */
  readonly read: (url: string) => T;
}

export function queryOf<S extends z.ZodObject>(schema: S): Query<z.output<S>> {
  return {
    schema,
    read: (url) => {
      const parsed = schema.safeParse(Object.fromEntries(wordsOf(url)));
      if (parsed.success) return parsed.data;
      throw refusalOf(parsed.error.issues, Object.keys(schema.shape));
    },
  };
}

/** A form without JavaScript sends the fields that were left empty too: they ask for nothing. */
function wordsOf(url: string): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const [name, value] of new URL(url).searchParams) {
    if (value === "") continue;
    if (words.has(name)) throw refusal("bad-parameter", `"${shortened(name)}" is given twice`);
    words.set(name, value);
  }
  return words;
}

function refusalOf(issues: readonly z.core.$ZodIssue[], names: readonly string[]): Refusal {
  for (const issue of issues) {
    const stranger = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
    if (stranger !== undefined) return unknownName(stranger, names);
  }
  const [issue] = issues;
  const name = issue?.path.map(String).join(".") ?? "";
  return refusal("bad-parameter", `${name}: ${formOf(issue)}`);
}

function formOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === "invalid_value") return `give one of ${issue.values.map(String).join(", ")}`;
  return issue?.message ?? "it is not understood";
}

function unknownName(stranger: string, names: readonly string[]): Refusal {
  const close = nearest(stranger, names);
  const instead =
    names.length === 0
      ? "; this path has none"
      : close === null
        ? `; this path knows ${names.join(", ")}`
        : `; did you mean "${close}"?`;
  return refusal("unknown-parameter", `"${shortened(stranger)}" is no parameter here${instead}`);
}

const shownCharsMax = 60;

function shortened(text: string): string {
  return text.length <= shownCharsMax ? text : `${text.slice(0, shownCharsMax)}…`;
}
