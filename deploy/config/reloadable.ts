import type { Config } from "./config.ts";
import { settings } from "./settings.ts";

/** Settings that differ, by their paths, in the order of the schema. */
export interface Changes {
  /** They hold from now on. */
  readonly safe: readonly string[];
  /** They hold after a restart. */
  readonly unsafe: readonly string[];
}

/** What a new configuration changes, divided by whether a running process can take it. Pure. */
export function reloadable(before: Config, after: Config): Changes {
  const changed = settings.filter(
    ({ path, isSection }) =>
      !isSection && !path.includes("[]") && encoded(before, path) !== encoded(after, path),
  );
  return {
    safe: changed.filter(({ reload }) => reload).map(({ path }) => path),
    unsafe: changed.filter(({ reload }) => !reload).map(({ path }) => path),
  };
}

/** Lists are compared as a whole. */
function encoded(config: Config, path: string): string {
  let value: unknown = config;
  for (const part of path.split(".")) {
    value =
      typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(part) : undefined;
  }
  return JSON.stringify(value) ?? "";
}
