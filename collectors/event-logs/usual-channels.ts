/**
 * What a server of the connector, of NDES or of the CA logs as events: the same as the files under `winevt\Logs` in the default places.
 *
 * Source: Microsoft's pages on the certificate connector's event logs, and on troubleshooting NDES and the CA.
 */
export const usualChannels: readonly string[] = [
  "Microsoft-Intune-CertificateConnectors/Admin",
  "Microsoft-Intune-CertificateConnectors/Operational",
  "Microsoft Intune Connector",
  "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin",
  "Application",
  "System",
  "Security",
];
