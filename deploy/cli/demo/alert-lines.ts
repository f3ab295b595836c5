import type { FiringAlert } from "../../../processors/api/index.ts";
import { visible } from "../../runtime/visible.ts";

/** Tells which alerts have begun and which are over since the last look, a line each; empty: none. */
export function createAlertLines(): (firing: readonly FiringAlert[]) => string {
  let before = new Map<string, FiringAlert>();
  return (firing) => {
    const now = new Map(firing.map((alert) => [`${alert.name} ${alert.host} ${alert.summary}`, alert]));
    const begun = [...now].filter(([key]) => !before.has(key));
    const over = [...before].filter(([key]) => !now.has(key));
    before = now;
    return [
      ...begun.map(([, alert]) => line("would fire", alert)),
      ...over.map(([, alert]) => line("is over", alert)),
    ].join("");
  };
}

function line(what: string, { severity, name, summary }: FiringAlert): string {
  return `${what.padEnd(10)}  ${severity.padEnd(8)}  ${visible(`${name}: ${summary}`).replaceAll("\n", " ")}\n`;
}
