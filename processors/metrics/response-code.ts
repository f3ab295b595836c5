import type { Facts } from "../contract/index.ts";

/** Statuses that name a cause on their own. Closed, as `codes` in the catalogue. */
const told: ReadonlyMap<string, string> = new Map([
  ["403.7", "403.7"],
  ["403.16", "403.16"],
  ["404.14", "404.14"],
  ["404.15", "404.15"],
]);
const plain: ReadonlyMap<number, string> = new Map([
  [413, "413"],
  [414, "414"],
  [500, "500"],
  [503, "503"],
]);
const classes: ReadonlyMap<number, string> = new Map([
  [2, "2xx"],
  [3, "3xx"],
  [4, "4xx"],
  [5, "5xx"],
]);

/** ERROR_BAD_IMPERSONATION_LEVEL: the right "Impersonate a client after authentication" is missing. */
const badImpersonation = 1346;

/** Label of a call's status: no number that a log makes up comes through. */
export function codeOf({ status, substatus, win32 }: Facts): string {
  if (status === undefined) return "other";
  if (status === 500 && win32 === badImpersonation) return "500-impersonation";
  return (
    (status === 403 || status === 404 ? told.get(`${status}.${substatus ?? 0}`) : plain.get(status)) ??
    classes.get(Math.floor(status / 100)) ??
    "other"
  );
}
