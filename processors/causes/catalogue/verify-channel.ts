import type { Cause } from "../../contract/index.ts";
import { documents } from "../documents.ts";

/** Stage 3, the way there: the policy module and the certificate registration point do not get to talk. */
export const verifyChannelCauses: readonly Cause[] = [
  {
    id: "verify.tls-name-mismatch",
    stage: 3,
    severity: "critical",
    scope: "request",
    title: "The web server certificate does not carry the name that the policy module calls",
    signal:
      'NDESPlugin.log: "Failed to send http request" with error 12175, and CERT_CN_INVALID in the same run.',
    why: "The policy module calls the certificate registration point over TLS. As soon as a certificate has alternative names its common name is ignored, and the internal name is not among them.",
    steps: [
      "Issue a web server certificate with the common name = external name and, as DNS alternative names, the external and the internal name of the server.",
      "Bind it to 443 in IIS Manager > Default Web Site > Bindings, and check: `netsh http show sslcert`.",
      'Run `iisreset` and watch NDESPlugin.log for "Verify challenge returns true".',
    ],
    source: documents.policyModule,
  },
  {
    id: "verify.tls-failure",
    stage: 3,
    severity: "critical",
    scope: "request",
    title: "The policy module cannot set up TLS to the certificate registration point",
    signal: 'NDESPlugin.log: "Failed to send http request" with error 12175, without a name mismatch.',
    why: "The server certificate of the site is expired, revoked or not trusted on this machine, or client and server share no TLS version.",
    steps: [
      "Look at the certificate bound to 443: `netsh http show sslcert`, then `certutil -verifystore My <thumbprint>`.",
      "Check its chain and revocation from this server: `certutil -verify -urlfetch <certificate.cer>`.",
      "Compare the enabled protocols under HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols (both Client and Server) and HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319, value SchUseStrongCrypto.",
      "Read the System log, source Schannel, of that minute.",
    ],
    source: documents.winhttp,
  },
  {
    id: "verify.crp-unreachable",
    stage: 3,
    severity: "critical",
    scope: "request",
    title: "The policy module cannot reach the certificate registration point",
    signal:
      'NDESPlugin.log: "Failed to send http request" with error 12029 (cannot connect), 12007 (name not resolved), 12002 (time-out) or 12152 (invalid response); or a VerifyRequest row, or a page behind "Verify challenge returns", with 401, 404, 405, 407 or 502 to 504.',
    why: "The site or its pool is down, the application is not there or asks for a login, the name in the policy module's settings does not resolve, a firewall drops the call, or a proxy configured for WinHTTP sits in between.",
    steps: [
      "Check the site and its pools: `Get-Website; Get-WebAppPoolState SCEP; Get-WebAppPoolState CertificateRegistrationSvc`.",
      "503: start the pool of CertificateRegistrationSvc. 404: IIS Manager > Default Web Site lacks the application CertificateRegistrationSvc, so run the connector's setup again. 401: CertificateRegistrationSvc > Authentication: Anonymous on, Windows off. 407, 502 and 504 come from a proxy.",
      "Take the address from HKLM\\SOFTWARE\\Microsoft\\Cryptography\\MSCEP\\Modules\\NDESPolicy and try it: `Test-NetConnection <name> -Port 443`.",
      "IIS Manager > Default Web Site > Bindings: https is bound to all addresses (All Unassigned), not to one that the policy module does not call.",
      "Show the proxy of WinHTTP and exempt the server itself: `netsh winhttp show proxy`.",
      "With 12002 look for a hanging CertificateRegistrationSvc: its rows in IIS with a large time-taken.",
    ],
    source: documents.winhttp,
  },
  {
    id: "verify.client-certificate-untrusted",
    stage: 3,
    severity: "critical",
    scope: "request",
    title: "IIS does not trust the policy module's client certificate (403.16)",
    signal:
      'A VerifyRequest row with status 403.16; or an HTML page "403 - Forbidden" behind "Verify challenge returns" without a row that tells the substatus.',
    why: "An intermediate CA certificate lies in the Trusted Root store of this server. Schannel then refuses to build the chain of the client certificate.",
    steps: [
      "List what does not belong there: `Get-ChildItem Cert:\\LocalMachine\\Root | Where-Object {$_.Issuer -ne $_.Subject}`.",
      "Move these certificates to Intermediate Certification Authorities (certlm.msc), and restart the server.",
      "List again after `gpupdate /force`: if they are back, a group policy deploys them; exempt this server or correct the policy.",
      "Verify: the next VerifyRequest row in IIS must say 201.",
    ],
    source: documents.policyModule,
  },
  {
    id: "verify.client-certificate-rejected",
    stage: 3,
    severity: "critical",
    scope: "request",
    title: "IIS rejects the policy module's client certificate (403)",
    signal: "A VerifyRequest row with status 403.7, 403.13, 403.17, or another 403.",
    why: "The substatus tells: 7 no client certificate was sent, 13 it is revoked or its CRL cannot be reached, 17 it has expired; otherwise it lacks the client authentication purpose (1.3.6.1.5.5.7.3.2).",
    steps: [
      "Find it: the value NDESCertThumbprint under HKLM\\SOFTWARE\\Microsoft\\Cryptography\\MSCEP\\Modules\\NDESPolicy, then `certutil -verifystore My <thumbprint>`.",
      "7: the certificate or its private key is missing, or the SCEP pool's account cannot read the key (certlm.msc > Manage Private Keys).",
      "13: `certutil -verify -urlfetch <certificate.cer>` shows which CRL cannot be reached from this server.",
      "17 or another: issue a certificate with client and server authentication for this server's name, and run the connector's setup again to select it.",
    ],
    source: documents.iisStatus,
  },
  {
    id: "verify.client-certificate-expired",
    stage: 3,
    severity: "critical",
    scope: "request",
    title: "The policy module still uses an expired client certificate",
    signal:
      'An NDESPlugin run that ends at "Sending request to certificate registration point.", with no answer after it.',
    why: "The policy module is bound to a thumbprint. When that certificate expires, the call to the certificate registration point dies without an answer, even if a renewed certificate lies beside it.",
    steps: [
      'Compare: `(Get-Item "Cert:\\LocalMachine\\My\\<thumbprint>").NotAfter`, with the thumbprint in HKLM\\SOFTWARE\\Microsoft\\Cryptography\\MSCEP\\Modules\\NDESPolicy, value NDESCertThumbprint.',
      "Renew the certificate (client and server authentication, name of this server), and bind the renewed one to 443.",
      "Reinstall the connector, or run its setup, so that the policy module takes the new thumbprint; then `iisreset`.",
      "If it has not expired, or others passed after this request, look for a crash of the SCEP pool at that moment (System log, WAS 5009; Application log, Application Error 1000).",
    ],
    source: documents.policyModule,
  },
  {
    id: "verify.crp-500",
    stage: 3,
    severity: "critical",
    scope: "request",
    title: "The certificate registration point fails (500)",
    signal:
      "A VerifyRequest row with status 500. Application 1310 (code 3007) and System 5009 nearby support it.",
    why: "ASP.NET cannot compile the site: the identity of the CertificateRegistrationSvc pool has no write access to the Windows\\Temp folder. Other failures inside the site give the same status.",
    steps: [
      "Look for Application event 1310 of that minute; code 3007 (compilation error) confirms it.",
      'Show the rights: `icacls C:\\Windows\\Temp`, and grant the pool\'s identity (usually NETWORK SERVICE) write: `icacls C:\\Windows\\Temp /grant "NETWORK SERVICE:(OI)(CI)M"`.',
      "Make sure that no hardening policy takes the right away again.",
      "Recycle the pool: `Restart-WebAppPool CertificateRegistrationSvc`. With no 1310, read the CertificateRegistrationPoint svclog of that minute.",
    ],
    source: documents.verifyError,
  },
];
