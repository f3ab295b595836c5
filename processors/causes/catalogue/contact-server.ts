import type { Cause } from "../../contract/index.ts";
import { documents } from "../documents.ts";
import { contactPoolCauses } from "./contact-pool.ts";

/** Stage 2, the server's side: NDES answers with an error or not at all. */
export const contactServerCauses: readonly Cause[] = [
  {
    id: "contact.impersonation-right",
    stage: 2,
    severity: "critical",
    scope: "request",
    title: "IIS_IUSRS may not impersonate clients",
    signal: "A row on mscep.dll with status 500 and sc-win32-status 1346 (ERROR_BAD_IMPERSONATION_LEVEL).",
    why: 'The user right "Impersonate a client after authentication" is missing for the IIS_IUSRS group, usually since a group policy replaced the local setting. NDES then fails every call.',
    steps: [
      'On the NDES server run secpol.msc: Local Policies > User Rights Assignment > "Impersonate a client after authentication".',
      "Add IIS_IUSRS. If the list is greyed out, a group policy sets it: find it with `gpresult /h gp.html` and add IIS_IUSRS there.",
      "Restart the server, not only IIS: the right becomes part of a token at logon.",
      "Browse to https://<ndes>/certsrv/mscep/mscep.dll: HTTP 403.0 is the healthy answer.",
    ],
    source: documents.contact,
  },
  {
    id: "contact.http-500",
    stage: 2,
    severity: "critical",
    scope: "request",
    title: "NDES answers with an internal error (500)",
    signal:
      "A row on mscep.dll with status 500 and a win32 status other than 1346, or a device log that tells of a 500.",
    why:
      "NDES itself could not work: its service account is locked or its password expired, the two RA certificates " +
      "(CEP Encryption, Exchange Enrollment Agent) expired or lost their private key, or the impersonation right is missing. " +
      "Where other requests succeed in the same minutes none of these holds: then suspect load first. " +
      "With 500.19 (sc-substatus 19, configuration data invalid) IIS could not read its own configuration, and NDES was not asked at all.",
    steps: [
      "Do others succeed in the same minutes? Then look at the load first: processor and memory of the server, the queue of the SCEP application pool (QueueFull in HTTPERR), a profile that was pushed to many devices at once.",
      "Is it 500.19? Then open the SCEP URL in a browser on the server itself: the page names the configuration file and an error code. 0x80070005: the account of the application pool may not read the file; 0x8007000d: the file is malformed; 0x80070021: a section that is locked above it; 0x800700b7: an entry that is there twice. Mend that file, or put the last good one back.",
      "Check the account of the SCEP application pool: `Import-Module WebAdministration; (Get-Item IIS:\\AppPools\\SCEP).processModel.userName`, then `Get-ADUser <name> -Properties LockedOut,PasswordExpired`.",
      "Check the RA certificates: `Get-ChildItem Cert:\\LocalMachine\\My | Where-Object {$_.NotAfter -lt (Get-Date)}`; the account needs Read on their private keys (certlm.msc > All Tasks > Manage Private Keys).",
      "Read the Application log for Microsoft-Windows-NetworkDeviceEnrollmentService events 2, 10 and 53 of that moment.",
      'Check "Impersonate a client after authentication" for IIS_IUSRS in secpol.msc.',
      "Run `iisreset` and browse to the SCEP URL: HTTP 403.0 is the healthy answer.",
    ],
    source: documents.contact,
  },
  ...contactPoolCauses,
  {
    id: "contact.url-too-long",
    stage: 2,
    severity: "critical",
    scope: "request",
    title: "The server refuses the long SCEP URL",
    signal:
      "Status 414, 404.14 or 404.15 on mscep.dll, or HTTPERR URL_Length, RequestLength or FieldLength for mscep; or a device log that tells of a 414.",
    why: "Devices that send their request by GET put more than ten thousand characters into the URL. Request filtering (2,048 for the query) and HTTP.sys (16 KB) refuse that unless their limits are raised. Clients that POST are not affected.",
    steps: [
      "IIS Manager > Default Web Site > Request Filtering > Edit Feature Settings: maximum URL length 65534, maximum query string 65534.",
      "In HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters set the DWORD values MaxFieldLength and MaxRequestBytes to 65534.",
      "Restart the server: HTTP.sys reads these values only at start.",
      "Check reverse proxies in front of it for limits of their own.",
    ],
    source: documents.contact,
  },
  {
    id: "contact.turned-away",
    stage: 2,
    severity: "critical",
    scope: "request",
    title: "IIS turns the request away before NDES sees it",
    signal:
      "A call of a SCEP client on mscep.dll (GetCACaps, GetCACert or PKIOperation) answered with 400, 401, 403, 404, 405 or 413, and not for the length of its URL.",
    why: "NDES answers anybody, since a device has no account yet and the challenge in its message proves what it may. A rule of IIS stands before it: a login or a client certificate is asked for, an address, a verb or a form of the URL is not allowed, the message is larger than IIS takes, or nothing answers under this path.",
    steps: [
      "Substatus tells which rule it is. 401: IIS Manager > Default Web Site > CertSrv > mscep > Authentication: Anonymous on, Windows off (Windows belongs to mscep_admin only).",
      "403.4 and 403.7: SSL Settings of mscep: client certificates are to be ignored. 403.6 and 403.8: IP Address and Domain Restrictions.",
      "404.0 and 404.2: the application mscep and the ISAPI filter mscep.dll are there and allowed (ISAPI and CGI Restrictions). 404.6 and 405: Request Filtering and Handler Mappings let GET and POST through. Another from 404.5 to 404.20: the tab of Request Filtering whose rule it is.",
      "413 and 404.13: the message is larger than IIS takes. 404.13: Request Filtering > Edit Feature Settings > Maximum allowed content length. 413: mscep asks for client certificates and uploadReadAheadSize is smaller than the message: let it ignore them.",
      "400: the order of the Handler Mappings of mscep and mscep_admin (View Ordered List): ExtensionlessUrlHandler-ISAPI-4.0_64bit comes below StaticFile.",
      "Then `iisreset`, and browse to the SCEP URL from outside: 403.0 is the answer of a healthy NDES.",
    ],
    source: documents.iisStatus,
  },
  {
    id: "contact.general-page",
    stage: 2,
    severity: "warning",
    scope: "host",
    title: "The policy module is not installed: NDES shows its general page",
    signal: "A bare GET of mscep.dll answered with 200 instead of 403.",
    why: "With Intune's policy module in place a browser gets 403.0. The general NDES page means that the module is not loaded: the connector's setup failed, or IIS has not been restarted since.",
    steps: [
      "Run `iisreset` and browse to the SCEP URL again.",
      'Look for "Installation completed successfully" in the connector\'s setup log (SetupMsi.log or %ProgramData%\\Microsoft Intune\\…); if it is not there, remove and reinstall the connector.',
      "Check that the key HKLM\\SOFTWARE\\Microsoft\\Cryptography\\MSCEP\\Modules names a policy module.",
    ],
    source: documents.contact,
  },
  {
    id: "contact.ndes-not-started",
    stage: 2,
    severity: "critical",
    scope: "request",
    title: "NDES cannot start",
    signal:
      "Event 2, 10 or 53 of Microsoft-Windows-NetworkDeviceEnrollmentService in the Application log; for a request, a row on mscep.dll with status 500 within five minutes after it, while no start is logged and no verification passes.",
    why: "NDES could not initialise: an RA certificate is missing, expired, revoked or cannot be checked, of another CA than the one that NDES asks, or its private key cannot be read (10); the policy module does not load (53); or the service account cannot log on or reach the CA (2).",
    steps: [
      "Read the HRESULT and the text of the quoted event; translate with `certutil -error <code>`.",
      "For 10: check both RA certificates in certlm.msc > Personal (CEP Encryption, Exchange Enrollment Agent): validity, private key, Read right for the service account; that the CA of NDES has issued them; and their revocation: `certutil -verify -urlfetch <certificate.cer>`.",
      "For 53: repair or reinstall the certificate connector, then `iisreset`.",
      'For 2 alone: check the service account (locked, password, member of IIS_IUSRS, Request Certificates right on the CA) and `certutil -ping -config "<CA host>\\<CA name>"`.',
    ],
    source: documents.ndesEvents,
  },
];
