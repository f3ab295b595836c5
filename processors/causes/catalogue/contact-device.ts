import type { Cause } from "../../contract/index.ts";
import { documents } from "../documents.ts";

/** Stage 2, the device's side: the way to NDES, and what the device thinks of its answers. */
export const contactDeviceCauses: readonly Cause[] = [
  {
    id: "contact.forbidden-healthy",
    stage: 2,
    severity: "info",
    scope: "host",
    title: "403 for a browser or a probe: this NDES is healthy",
    signal: "A bare GET of mscep.dll answered with 403.0.",
    why: "With the policy module installed NDES refuses to show its password page. This is the answer that a healthy server gives to a browser or a load balancer's probe; it is never counted as a failure.",
    steps: ["Nothing to do. A monitor of this URL should expect 403."],
    source: documents.contact,
  },
  {
    id: "contact.proxy-unreachable",
    stage: 2,
    severity: "warning",
    scope: "request",
    title: "The device does not get through to NDES",
    signal:
      "The device log shows a gateway time-out, no connection, TLS that fails, or a status of a gateway (401, 403, 404, 407, 502 to 504), and no server's log knows of the request.",
    why: "Something between device and server did not pass the call on: the application proxy connector is stopped, the external URL is wrong or not published, or DNS or TLS fails outside.",
    steps: [
      "Open the SCEP URL of the profile in a browser from outside of the network: HTTP 403.0 is expected; GatewayTimeout means that the proxy cannot reach its connector.",
      "On each application proxy connector: `Get-Service WAPCSvc`, and its state in Entra admin center > Application proxy.",
      "Compare the external URL of the published application with the URL in the SCEP profile, and its internal URL with the binding of the site.",
      "Check name resolution and the certificate of the external name from the device's network.",
    ],
    source: documents.contact,
  },
  {
    id: "contact.no-pki-operation",
    stage: 2,
    severity: "warning",
    scope: "request",
    title: "Devices fetch the CA certificates and then give up",
    signal:
      'GetCACert answered with 200 and the same client never sends a PKIOperation; or Windows 32/307 "The hash value is not correct" (0x80091007) or "The requested certificate does not exist" (0x8010002c); or MCSCEPErrorDomain 22002 to 22004 on iOS.',
    why:
      "The device does not accept what NDES presents: the root in the trusted certificate profile is not the root of the NDES certificates " +
      "(or is an intermediate), the chain is signed with RSASSA-PSS or SHA-1, or after a CA renewal the RA certificates still come from the old CA. " +
      "Behind a load balancer the request may have gone to another server, and then nothing is wrong.",
    steps: [
      "Do several NDES servers share one name? Search for the client's address: with a PKIOperation at another of them, a second later, nothing failed. Let the load balancer keep a client on one server.",
      'Save what NDES presents: `Invoke-WebRequest "https://<ndes>/certsrv/mscep/mscep.dll?operation=GetCACert&message=ca" -OutFile ca.p7b`, and read it: `certutil -dump ca.p7b`.',
      "Compare the thumbprint of its root with that of the trusted certificate profile (the root, Issuer equal to Subject; not an intermediate).",
      "With 0x8010002c look at the usages of the RA certificates in that output: key usages Digital Signature and Key Encipherment, and an extended key usage such as Certificate Request Agent. Without them Windows takes neither for the request.",
      "Check the signature algorithm of each certificate in the chain: sha256RSA or better, neither RSASSA-PSS nor SHA-1.",
      "After a CA renewal: issue the RA certificates anew (reinstall the NDES role and the connector), so that they chain to the present CA certificate.",
    ],
    source: documents.renewedCa,
  },
  {
    id: "contact.missing-intermediate",
    stage: 2,
    severity: "warning",
    scope: "request",
    title: "The device lacks an intermediate CA certificate",
    signal:
      "The Android log says that a chain or issuer was not found while a SCEP message was encoded or decoded.",
    why: "The device cannot build a chain from the NDES or CA certificate to a root that it trusts, because an intermediate CA certificate was never deployed to it.",
    steps: [
      "List the chain: `certutil -verify -urlfetch <issued or RA certificate.cer>`.",
      "Create a trusted certificate profile for the root and one for each intermediate CA, and assign them to the groups of the SCEP profile.",
      "Sync the device, wait until the certificates show as installed, and let the SCEP profile try again.",
    ],
    source: documents.contact,
  },
  {
    id: "contact.malformed-message",
    stage: 2,
    severity: "warning",
    scope: "request",
    title: "NDES cannot read the device's message",
    signal: "NDES event 16, 17 or 18 (cannot decode, cannot read its attributes, cannot decrypt).",
    why: "The SCEP message arrived damaged or was encrypted for another RA certificate: a proxy or firewall alters the body or the query, the client is broken, or it still holds RA certificates that have been replaced.",
    steps: [
      "See whether all devices or one model is hit: filter the list by this cause and compare user agents.",
      "Exempt the SCEP URL from inspection, rewriting and pre-authentication in proxies, web application firewalls and load balancers.",
      "After replaced RA certificates: every NDES server behind one name needs its own stickiness, as messages are encrypted to one server's certificate.",
      "Take one message from the log and read it: `scepscope scep '<PKIOperation URL>'`.",
    ],
    source: documents.ndesEvents,
  },
];
