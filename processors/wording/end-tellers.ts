/** The logs that state how a request ended: what to look for where none that was read does. */
export const endTellers =
  "NDESPlugin.log, .svclog files and CertificateRequestStatus (legacy connector), the event channels (unified connector), the CA, the device";
