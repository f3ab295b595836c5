/** An IANA name, an offset such as `+01:00`, or `UTC`. */
export function isZone(text: string): boolean {
  if (/^[+-](?:0\d|1[0-4]):[0-5]\d$/.test(text) || text === "UTC") return true;
  // Offsets in other spellings are refused, since only newer engines know them.
  if (/^[+-]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
