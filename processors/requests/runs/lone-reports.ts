import type { Observation } from "../../contract/index.ts";
import { isKeyless } from "./identifiers.ts";

/** That a report failed for good is told in both channels: the second word of a thread at once after the first is about the same report. */
export function addReport(reports: Observation[][], observation: Observation): void {
  const twin = reports
    .slice(-besideMax)
    .findLast(([first]) => first !== undefined && isTold(first, observation));
  if (twin?.length === 1) twin.push(observation);
  else reports.push([observation]);
}

const twinMs = 2000;
/** So many reports may be told between the two. */
const besideMax = 16;

function isTold(first: Observation, again: Observation): boolean {
  return (
    again.kind === "report.failed" &&
    first.kind === again.kind &&
    first.fileId !== again.fileId &&
    first.thread === again.thread &&
    (again.at ?? 0) - (first.at ?? 0) <= twinMs &&
    isKeyless(first) &&
    isKeyless(again)
  );
}
