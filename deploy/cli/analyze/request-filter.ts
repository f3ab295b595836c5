import type { Claim, Request } from "../../../processors/contract/index.ts";
import { keyPartMin } from "../../../processors/wording/index.ts";
import type { AnalyzeFlags } from "./analyze-flags.ts";

export type RequestFilter = (request: Request, claim: Claim | null) => boolean;

/** Which requests the options ask for. A request without any time is outside of every span of time. */
export function requestFilter(flags: AnalyzeFlags): RequestFilter {
  const tests: RequestFilter[] = [];
  const { since, until, key } = flags;
  if (since !== undefined)
    tests.push(({ startedAt, endedAt }) => (endedAt ?? startedAt ?? Number.NaN) >= since);
  if (until !== undefined)
    tests.push(({ startedAt, endedAt }) => (startedAt ?? endedAt ?? Number.NaN) < until);
  if (key !== undefined) tests.push((request) => hasKey(request, key));
  const isHostAsked = hostFilter(flags.host);
  tests.push(({ host }) => isHostAsked(host));
  if (flags.outcome !== undefined) tests.push(oneOf(flags.outcome, ({ outcome }) => outcome));
  if (flags.cause !== undefined) tests.push(oneOf(flags.cause, (_, claim) => claim?.cause.id ?? ""));
  return (request, claim) => tests.every((test) => test(request, claim));
}

/** Whether the options ask for less than all. */
export function isNarrowed({ since, until, key, host, outcome, cause }: AnalyzeFlags): boolean {
  return [since, until, key, host, outcome, cause].some((asked) => asked !== undefined);
}

/**
 * Whether a request carries an identifier, of whatever type. Written forms are forgiven: case, braces, and the blanks
 * and colons of a copied thumbprint. CA request ids and status files are also known without their host. The beginning of a
 * hexadecimal one is enough, and a key as the list of requests shortens it.
 */
export function hasKey(request: Request, key: string): boolean {
  const wanted = plain(key);
  if (wanted === "") return false;
  const isWanted = matcherOf(wanted);
  if (isWanted(plain(request.id))) return true;
  for (const values of request.keys.values()) {
    for (const value of values) {
      if (isWanted(plain(value)) || plain(value.slice(value.indexOf("/") + 1)) === wanted) return true;
    }
  }
  return false;
}

function matcherOf(wanted: string): (value: string) => boolean {
  const [head = "", tail] = wanted.split(/…|\.{3}/, 2);
  if (tail !== undefined && head.length + tail.length >= keyPartMin)
    return (value) =>
      value.length > head.length + tail.length && value.startsWith(head) && value.endsWith(tail);
  if (wanted.length >= keyPartMin && /^[\da-f-]+$/.test(wanted)) return (value) => value.startsWith(wanted);
  return (value) => value === wanted;
}

/** It looks like the beginning of a hexadecimal identifier, and is too short to be taken for one. */
export function isShortPart(key: string): boolean {
  return /^[\da-f-]+(?:…|\.{3})?$/.test(plain(key)) && plain(key).replace(/…|\.{3}/, "").length < keyPartMin;
}

function plain(text: string): string {
  return text.replace(/[\s{}]|:(?=[\da-f]{2}(?:\b|:))|\.crs$/gi, "").toLowerCase();
}

/** `ndes01` also names `ndes01.contoso.test`, and the other way round where the logs tell no domain. */
export function hostFilter(hosts: readonly string[] | undefined): (host: string) => boolean {
  if (hosts === undefined) return () => true;
  const names = new Set(hosts.map((host) => host.toLowerCase()));
  const labels = new Set([...names].map(labelOf));
  return (host) => names.has(host) || names.has(labelOf(host)) || (labels.has(host) && !host.includes("."));
}

function labelOf(host: string): string {
  return host.split(".", 1)[0] ?? "";
}

function oneOf(
  words: readonly string[],
  wordOf: (request: Request, claim: Claim | null) => string,
): RequestFilter {
  const wanted = new Set(words);
  return (request, claim) => wanted.has(wordOf(request, claim));
}
