import type { Kind } from "../contract/index.ts";

/** What no single request does: it belongs to none, and nothing is missing for that. */
const ofNoRequest: ReadonlySet<string> = new Set<Kind>([
  "profile.root-state",
  "profile.checked",
  "contact.probe",
  "contact.other",
  "report.batch",
  "run.note",
]);

/** How many of the records that belong to no request are steps of one that could not be told. */
export function stepsIn(byKind: ReadonlyMap<string, number>): number {
  let steps = 0;
  for (const [kind, count] of byKind) if (!ofNoRequest.has(kind) && !kind.startsWith("host.")) steps += count;
  return steps;
}
