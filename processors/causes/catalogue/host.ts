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
      "A host that was renamed or retired stays silent under its former name: silence the alert for that name (amtool silence add alertname=ScepCollectorSilent host=NAME --duration=365d).",
    ],
    source: documents.own,
  },
  {
    id: "host.collected-twice",
    stage: 0,
    severity: "warning",
    scope: "host",
    title: "Two collectors report the same host",
    signal:
      "Heartbeats of two collector processes for one host, in turns, each of which goes on. A collector that was started again takes no turns with the one before it.",
    why: "Where both read the same files, each byte arrives twice and is dropped once: nothing is counted twice. Where they read different ones, two machines are shown as one, each is taken to have come as far as the other, and records are late.",
    steps: [
      "The host's page names both processes: machine, process number, and a mark of their start.",
      "Stop the one that should not be there, or give the other machine a name of its own: places[].host in its configuration.",
      "A machine that was cloned: give it its own host name, and remove the data folder that it has copied before its collector is started.",
    ],
    source: documents.own,
  },
  {
    id: "host.ca-apart",
    stage: 0,
    severity: "info",
    scope: "host",
    title: "No NDES server is read together with this CA",
    signal: "In a fleet: records of a CA in a partition in which no host writes what an NDES server writes.",
    why: "A CA and an NDES server seldom write a common identifier: they are joined by time, thread and order, which one processor must see together. Apart from its servers, what the CA did is joined to no request, and stage 4 is only implied by what follows.",
    steps: [
      "Give the collectors of this CA and of the NDES servers that use it one site: kafka.site in their configuration, and start them again.",
      "If no NDES server uses this CA, it need not be collected.",
      "If its NDES servers are not collected yet, this ends by itself once they are, with the same site.",
    ],
    source: documents.own,
  },
  {
    id: "host.events-lost",
    stage: 0,
    severity: "warning",
    scope: "host",
    title: "Events were gone before they were read",
    signal:
      "Record numbers of a live event log that are missing when Windows is asked for them, or that have begun anew. Where only some events of a log are asked for, the missing ones may all have been others.",
    why: "A full event log overwrites its oldest events, and one that is cleared loses all. What was not copied by then is not known: requests of that time may lack their events.",
    steps: [
      "Look at the log's size, and at how far back its oldest event lies: wevtutil gl Security, and wevtutil qe Security /c:1 /rd:false /f:text",
      "Make it large enough for the longest time that the collector may be away: wevtutil sl Security /ms:1073741824",
      "If it was cleared, event 1102 in Security or 104 in System says by whom.",
      "If the log was saved before (archived when full, or a backup), scepscope analyze reads that file.",
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
      "Records of one request, bound by a strong key, whose order contradicts their clocks; a reply with failInfo badTime; or heartbeats of a collector whose time is after that at which Kafka took them: that a collector's clock is behind Kafka's is not told by them.",
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
      "A log that is said to be missing: add it from the folder that is named, to the bundle or to what the collector follows. One that could not be read: scepscope records FILE says what stands in it; it may have been copied while it was written, or be of another program.",
      "A column that is said to be lacking: IIS Manager > the site > Logging > Select Fields: add time-taken, sc-substatus, sc-win32-status, cs(User-Agent), cs-uri-query and c-ip.",
      "Behind a proxy add X-Forwarded-For as a custom field.",
      "Write buffered rows out before collecting: netsh http flush logbuffer",
      "Event channels are no files that can be copied in use: export them with wevtutil epl.",
    ],
    source: documents.iisLogging,
  },
];
