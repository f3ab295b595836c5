/** Which host a name is: `NDES01` and `ndes01.contoso.test` are one. An address has no label. */
export function hostLabel(name: string): string {
  const lower = name.toLowerCase();
  return /^[\d.]+$/.test(lower) ? lower : (lower.split(".", 1)[0] ?? lower);
}
