import type { Cause } from "../../contract/index.ts";
import { documents } from "../documents.ts";

/** The host as a whole. */
export const hostCauses: readonly Cause[] = [
  {
    id: "host.connector-stopped",
    stage: 0,
    severity: "critical",
    scope: "host",
    title: "The connector service is stopped",
    signal: "Event 10020 (service stopped) without a later 10010 (started).",
    why: "Nothing is uploaded to Intune while the service is stopped, and new signing certificates are not fetched: verification fails sooner or later.",
    steps: [
      "Start it: Get-Service *Intune* | Start-Service, and set its start type to Automatic.",
      "If it stops again, read its events and the System log (Service Control Manager 7031, 7034, 7038): often the password of its account.",
      "Watch CertificateRequestStatus\\Processing empty itself.",
    ],
    source: documents.connectorEvents,
  },
  {
    id: "host.connector-certificate",
    stage: 0,
    severity: "critical",
    scope: "host",
    title: "The connector's own certificate is missing or was not renewed",
    signal: "Event 10102 (renewal failed), 10302 or 10301 (certificate not found in the registry).",
    why: "The connector signs in to Intune with a certificate of its own. When that expires or is lost, it can neither upload nor fetch what verification needs.",
    steps: [
      "Look at it: Get-ChildItem Cert:\\LocalMachine\\My | Where-Object {$_.Issuer -like '*Microsoft Intune*'} | Format-List Subject, NotAfter, Thumbprint",
      "Reinstall the connector and sign in again with an account that is Intune administrator and licensed.",
      "Look for event 10100 (renewed) or 10010 afterwards, and for the connector as Active in the Intune admin center.",
    ],
    source: documents.connectorEvents,
  },
  {
    id: "host.collector-silent",
    stage: 0,
    severity: "warning",
    scope: "host",
    title: "No log data arrives from this host",
    signal: "No heartbeat of the collector within its limit.",
    why: "The collector, the network or the host itself is down. What happens to requests there is not known until it is back; silence is not counted as failure.",
    steps: [
      "Check that the host is up and that the scepscope collector runs there.",
      "Check the way from the host to Kafka: address, TLS, credentials, firewall.",
      "When it is back it goes on where it stopped: nothing has to be repeated.",
    ],
    source: documents.own,
  },
  {
    id: "host.clock-skew",
    stage: 0,
    severity: "warning",
    scope: "host",
    title: "Clocks disagree",
    signal:
      "Records of one request, bound by a strong key, whose order contradicts their clocks; or a reply with failInfo badTime.",
    why: "A device's or the CA's clock differs from that of this host. SCEP refuses messages whose time is off, certificates seem not yet valid, and times in this report cannot be compared across these logs.",
    steps: [
      "On each server: w32tm /query /status and w32tm /stripchart /computer:<domain controller> /samples:3",
      "Correct the source of time of the domain's PDC emulator: w32tm /config /manualpeerlist:<servers> /syncfromflags:manual /update.",
      "On devices turn on automatic date and time.",
    ],
    source: documents.scep,
  },
  {
    id: "host.logging-incomplete",
    stage: 0,
    severity: "info",
    scope: "host",
    title: "Logs lack what is needed to tell requests apart",
    signal:
      "The header of the IIS log lacks time-taken, sc-substatus or sc-win32-status; or a source that must exist on this host is not among the files.",
    why: "Without durations simultaneous requests cannot be told apart, without substatus and win32 status many causes look alike, and without a source its stage stays unknown.",
    steps: [
      "IIS Manager > the site > Logging > Select Fields: add time-taken, sc-substatus, sc-win32-status, cs(User-Agent), cs-uri-query and c-ip.",
      "Behind a proxy add X-Forwarded-For as a custom field.",
      "Write buffered rows out before collecting: netsh http flush logbuffer",
      "Add the missing sources to the bundle: %SystemDrive%\\inetpub\\logs\\LogFiles, %ProgramFiles%\\Microsoft Intune\\NDESPolicyModule\\Logs, …\\NDESConnectorSvc\\Logs\\Logs, and the event channels (wevtutil epl).",
    ],
    source: documents.iisLogging,
  },
];
