import type { Kind } from "../contract/index.ts";

/** What a CA, NDES or a device writes of a certificate that nobody gets. */
const refusals: readonly Kind[] = [
  "verify.refused",
  "issue.denied",
  "issue.failed",
  "contact.device-failed",
  "deliver.failed",
];

/** How many of the records that belong to no request say that a certificate was refused, or did not come. */
export function refusalsIn(byKind: ReadonlyMap<string, number>): number {
  return refusals.reduce((sum, kind) => sum + (byKind.get(kind) ?? 0), 0);
}

/** What was refused to somebody, or failed, and it is not known to whom: no failure of a request, but no success either. */
export function refusalWords(count: number): string {
  return (
    `${count === 1 ? "says" : "say"} that a certificate was refused or did not come (events of a CA, which serves others as well; events 29 and 31 of NDES; errors of a device that asked for several at once): no identifier or time tells which request that was. ` +
    "It may be one that failed by other records, or one that is counted nowhere. Their words: scepscope records PATH"
  );
}
