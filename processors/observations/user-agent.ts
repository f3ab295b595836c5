import type { Platform } from "../contract/index.ts";

/**
 * The platform behind a user agent of a SCEP client (as logged by IIS, `+` for a blank; samples in Microsoft's articles
 * and public issues). The Windows one is CertEnroll in general, so it proves Windows, not Intune.
 */
export function platformOf(userAgent: string): Platform {
  const known = cache.get(userAgent);
  if (known !== undefined) return known;
  const platform = agents.find(([form]) => form.test(userAgent.slice(0, 512)))?.[1] ?? "unknown";
  if (cache.size >= cacheMax) cache.clear();
  cache.set(` ${userAgent}`.slice(1), platform);
  return platform;
}

const agents: readonly (readonly [RegExp, Platform])[] = [
  [/NDES[+ ]client/i, "windows"],
  [/^Dalvik|Android|^okhttp/i, "android"],
  [/^profiled\b/i, "ios"],
  [/^mdmclient\b|^CertificateService\b|x86_64|Macintosh/i, "macos"],
  [/CFNetwork|iPhone|iPad/i, "ios"],
];

const cache = new Map<string, Platform>();
const cacheMax = 4096;
