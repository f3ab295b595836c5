/**
 * The key of a SCEP profile and its assignment. It names neither the device nor the attempt.
 *
 * Three writers, three spellings (seen on the devices themselves):
 * ```
 * Windows  ModelName_AC_<guid>_LogicalName_<guid with underscores>_Hash_<signed 32-bit decimal>
 * Android  ModelName=AC_<guid>%2FLogicalName_<guid with underscores>;Hash=<decimal>
 * Apple    www.windowsintune.com.SCEP.ModelName=AC_<guid>/LogicalName_<guid with underscores>;Hash=<decimal>
 * ```
 */
export interface ProfileKey {
  /** The certificate authority entry of the tenant, lower case with dashes. */
  readonly authorityId: string;
  /** The Intune policy, lower case with dashes. */
  readonly policyId: string;
  /** Signed decimal, as written; `""` when it is cut off. */
  readonly hash: string;
}

/** The first profile key in a text, or null. */
export function findProfileKey(text: string): ProfileKey | null {
  if (!text.includes("LogicalName")) return null;
  const match = spelling.exec(text);
  if (match === null) return null;
  const [, authority = "", policy = "", hash = ""] = match;
  return { authorityId: dashed(authority), policyId: dashed(policy), hash };
}

const spelling =
  /AC_([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})(?:%2F|\/|_)LogicalName_([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})(?:(?:;|%3B|_)Hash(?:=|%3D|_)(-?\d{1,11}))?/i;

function dashed(guid: string): string {
  return guid.replaceAll("_", "-").toLowerCase();
}
