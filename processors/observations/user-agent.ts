import type { Platform } from "../contract/index.ts";
import { remembered } from "../records/index.ts";

/**
 * The platform behind a user agent of a SCEP client (as logged by IIS, `+` for a blank; samples in Microsoft's articles
 * and public issues). The Windows one is CertEnroll in general, so it proves Windows, not Intune.
 */
export const platformOf: (userAgent: string) => Platform = remembered(
  (userAgent) => agents.find(([form]) => form.test(userAgent.slice(0, 512)))?.[1] ?? "unknown",
  4096,
);

const agents: readonly (readonly [RegExp, Platform])[] = [
  [/NDES[+ ]client/i, "windows"],
  [/^Dalvik|Android|^okhttp/i, "android"],
  [/^profiled\b/i, "ios"],
  [/^mdmclient\b|^CertificateService\b|x86_64|Macintosh/i, "macos"],
  [/CFNetwork|iPhone|iPad/i, "ios"],
];
