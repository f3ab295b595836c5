import type { Unreadable } from "../../collectors/index.ts";
import { grouped } from "../../processors/wording/index.ts";
import type { Finding } from "./finding.ts";

/**
 * Files that are left alone. Those that hold logs in a form that is not read come one by one, with what to do; the others are counted: a readme beside the logs is no
 * mistake, but a log that nobody recognises would be missed.
 */
export function unknownFiles(path: string, unreadable: readonly Unreadable[]): readonly Finding[] {
  const unknown = unreadable.filter(({ reason, bytes }) => reason === "file.unknown-format" && bytes > 0);
  const hinted = unknown.filter(({ detail }) => detail !== "");
  const [first, ...others] = unknown.filter(({ detail }) => detail === "");
  return [
    ...hinted.slice(0, hintedMax).map((file): Finding => {
      return { area, level: "warn", what: `${file.path} is not read as it is`, remedy: file.detail };
    }),
    ...(first === undefined ? [] : [left(path, first.path, others.length + 1)]),
  ];
}

const area = "logs";
const hintedMax = 20;

function left(path: string, example: string, count: number): Finding {
  return {
    area,
    level: "ok",
    what:
      count === 1
        ? `one file below ${path} is no log that is known, and is left alone: ${example}`
        : `${grouped(count)} files below ${path} are no logs that are known, and are left alone, such as ${example}`,
    remedy: "`scepscope formats` says how a log is recognised, where one of them should be read",
  };
}
