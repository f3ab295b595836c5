/**
 * Whether an application pool is known by its name to serve SCEP: Microsoft's instructions call that of NDES SCEP, and the connector's setup makes
 * "Microsoft Intune CRP service Pool" for CertificateRegistrationSvc. A site may call them otherwise: then HTTP.sys tells which queue took a SCEP call.
 */
export function isScepPool(name: string): boolean {
  return /^SCEP\b|CertificateRegistration|\bCRP\b/i.test(name);
}
