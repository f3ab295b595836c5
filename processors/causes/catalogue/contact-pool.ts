import type { Cause } from "../../contract/index.ts";
import { documents } from "../documents.ts";

/** Stage 2, the server's side: the call does not come to a worker process that answers it. */
export const contactPoolCauses: readonly Cause[] = [
  {
    id: "contact.app-pool-stopped",
    stage: 2,
    severity: "critical",
    scope: "request",
    title: "The SCEP application pool is stopped (503)",
    signal:
      "A row on mscep.dll with status 503, HTTPERR AppOffline, AppShutdown or Disabled for mscep or the queue SCEP, or WAS 5002, 5021, 5057, 5059 for a pool that serves SCEP.",
    why: "HTTP.sys has no worker process to hand requests to: the pool was stopped by hand, its account cannot log on, or it was switched off after repeated crashes (rapid-fail protection).",
    steps: [
      "Start it: `Start-WebAppPool SCEP`, and look whether it stays up: `Get-WebAppPoolState SCEP`.",
      "If it stops again on the next request, it crashes: see contact.app-pool-crash.",
      "If it does not start, read the System log, source WAS (5021, 5057, 5059): usually the password of the pool's account.",
    ],
    source: documents.contact,
  },
  {
    id: "contact.app-pool-busy",
    stage: 2,
    severity: "critical",
    scope: "request",
    title: "The SCEP application pool does not get to its requests",
    signal: "HTTPERR QueueFull, AppPoolTimer, Timer_AppPool or Timer_ReqQueue for mscep or the queue SCEP.",
    why: "The pool has a worker process, and calls wait in its queue until the queue is full or they are given up. Either more devices ask at once than it serves, or its threads hang: each waits for the CA, for the registration point or for Intune while it holds a call.",
    steps: [
      "Look at time-taken of the PKIOperation rows before it: where it grows to many seconds, something behind NDES is slow. The waterfall of such a request shows whether verification or the CA.",
      "Look at processor and memory of the server, and at requests that are under way: IIS Manager > Worker Processes > the pool SCEP.",
      "Was a profile pushed to many devices at once? Assign it to smaller groups, or put up another NDES server with a connector.",
      "If its threads hang for good: `Restart-WebAppPool SCEP`, after a memory dump where this recurs.",
    ],
    source: documents.httpErrors,
  },
  {
    id: "contact.connection-limit",
    stage: 2,
    severity: "critical",
    scope: "request",
    title: "The site takes no further connections (503)",
    signal: "HTTPERR ConnLimit for mscep or the queue SCEP.",
    why: "A limit of concurrent connections is set for the site of NDES, and it is reached: HTTP.sys answers 503 itself, and neither IIS nor NDES sees the call. IIS has practically no such limit by itself, so somebody has set one; or many connections are held open, as by a proxy or a scanner.",
    steps: [
      "Read the limit: `Import-Module WebAdministration; (Get-Item 'IIS:\\Sites\\Default Web Site').limits`; 4294967295 is none.",
      "See who holds connections: `Get-NetTCPConnection -LocalPort 443 -State Established | Group-Object RemoteAddress | Sort-Object Count -Descending`.",
      "Raise the limit, or take it away: IIS Manager > Default Web Site > Limits > Limit number of connections. Where few addresses hold most of them, look there first.",
    ],
    source: documents.httpErrors,
  },
  {
    id: "contact.message-not-arrived",
    stage: 2,
    severity: "warning",
    scope: "request",
    title: "The device's message does not arrive as a whole",
    signal: "HTTPERR Timer_EntityBody for mscep or the queue SCEP.",
    why: "The head of the device's call arrived and its body, which is the request for a certificate, did not within two minutes: HTTP.sys gave the connection up, and NDES never saw the request. The network between lost it, or a proxy holds it back. Nothing of the challenge was used.",
    steps: [
      "Is it one client address? Then look at the way from there: what inspects or filters traffic, its MTU, and its log of that minute.",
      "Is it the address of a proxy, for many devices? Then look at its time-outs and its load, and send a request past it.",
      "See that nobody has made the time-out short: `Get-ItemProperty HKLM:\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters`, and IIS Manager > Default Web Site > Limits > Connection time-out (120 seconds).",
    ],
    source: documents.httpErrors,
  },
  {
    id: "contact.gateway-unanswered",
    stage: 2,
    severity: "critical",
    scope: "request",
    title: "IIS hands the call on, and the next server does not answer",
    signal: "A row on mscep.dll with status 502 and substatus 3 or 4.",
    why: "The IIS of this log is not the one of NDES for these calls: Application Request Routing passes them on as a reverse proxy, and got no connection to the server behind it or no answer in time (502.3), or has none to which it may pass them (502.4). NDES has seen the call only where that was a time-out.",
    steps: [
      "On this server see where calls go: IIS Manager > Server Farms, and URL Rewrite of the site. Is NDES meant to be on this very server, then a rule has too much in it: switch that rule off.",
      "From this server ask the one behind it: `Test-NetConnection <ndes> -Port 443`, and browse to its SCEP URL: HTTP 403.0 is the healthy answer.",
      "502.4: IIS Manager > Server Farms > Monitoring and Management: servers that are marked unhealthy or are taken off. A health test that expects 200 from mscep.dll fails against a healthy NDES, which answers 403.",
      "502.3 with sc-win32-status 12002: time-out of the farm (Server Farms > Proxy); 12029 or 12030: nothing listens there, or it hangs up; 12175: it does not trust the certificate behind it.",
    ],
    source: documents.iisStatus,
  },
  {
    id: "contact.app-pool-crash",
    stage: 2,
    severity: "critical",
    scope: "request",
    title: "The SCEP application pool crashes while it handles a request",
    signal:
      "WAS 5009, 5010 or 5011 for a pool that serves SCEP near the request, or Application Error 1000 for w3wp.exe where no event of WAS says which pool it was; or HTTPERR Connection_Abandoned_By_ReqQueue or Connection_Abandoned_By_AppPool; or, with such a crash, a VerifyRequest row without a PKIOperation row around it or a run of the policy module that stops before its answer.",
    why:
      "The worker process dies inside the policy module: an intermediate CA certificate lies in the Trusted Root store, the CRL of a " +
      "certificate cannot be reached, Windows authentication is on for CertificateRegistrationSvc, or the policy module's client certificate expired.",
    steps: [
      "List certificates that do not belong in the root store and remove them: `Get-ChildItem Cert:\\LocalMachine\\Root | Where-Object {$_.Issuer -ne $_.Subject}`. Restart the server and list again: a group policy may bring them back.",
      "Check that the CRLs can be reached from this server: `certutil -verify -urlfetch <certificate.cer>`; turn on Event Viewer > Microsoft > Windows > CAPI2 > Operational for details.",
      "In IIS Manager open CertificateRegistrationSvc > Authentication: Anonymous on, Windows off.",
      "Compare NotAfter of the certificate named by HKLM\\SOFTWARE\\Microsoft\\Cryptography\\MSCEP\\Modules\\NDESPolicy, value NDESCertThumbprint: if expired, renew it and reinstall the connector.",
      "Start the pool: `Start-WebAppPool SCEP`.",
    ],
    source: documents.contact,
  },
];
