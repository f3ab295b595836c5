/** What a path of the web site belongs to. `scep` is NDES itself, `verify` and `notify` are the policy module's calls. */
export type SitePath = "scep" | "scep-other" | "verify" | "notify" | "policy-other" | "none";

/**
 * Runs for every row of every access log, most of which have nothing to do with SCEP: one look at the second character
 * (`/certsrv`, `/CertificateRegistrationSvc`, `/mscep`, or one more slash) turns nearly all of them away.
 */
export function sitePathOf(stem: string): SitePath {
  const second = stem.charCodeAt(1) | 0x20;
  // "c", "m", and "/" (0x2f has the case bit already).
  if (second !== 0x63 && second !== 0x6d && second !== 0x2f) return "none";
  const known = cache.get(stem);
  if (known !== undefined) return known;
  const place = classify(stem);
  // Only SCEP paths are kept: strangers must not be able to push them out.
  if (place !== "none" && cache.size < cacheMax) cache.set(` ${stem}`.slice(1), place);
  return place;
}

const cache = new Map<string, SitePath>();
const cacheMax = 256;

function classify(stem: string): SitePath {
  if (stem.length > 512) return "none";
  return forms.find(([form]) => form.test(stem))?.[1] ?? "none";
}

/** Extra slashes and any case occur; `pkiclient.exe` is what RFC 8894 clients append. */
const forms: readonly (readonly [RegExp, SitePath])[] = [
  [/\/mscep\.dll\/*(?:pkiclient\.exe\/*)?$/i, "scep"],
  [/\/mscep\/+pkiclient\.exe$/i, "scep"],
  [/\/mscep(?:_admin)?(?:\/|$)/i, "scep-other"],
  [/\/CertificateRegistrationSvc\/+Certificate\/+VerifyRequest\/*$/i, "verify"],
  [/\/CertificateRegistrationSvc\/+Certificate\/+Notify\/*$/i, "notify"],
  [/\/CertificateRegistrationSvc(?:\/|$)/i, "policy-other"],
];
