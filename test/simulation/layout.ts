import { momentOf, dateOf } from "./clock.ts";
import { recordIdMark } from "./formats/event-xml.ts";
import { httpErrorHeader } from "./formats/httperr-row.ts";
import { iisHeader } from "./formats/iis-row.ts";
import { periodOf } from "./period.ts";
import type { HostPlan, Scenario } from "./scenario.ts";
import type { Source, Write } from "./write.ts";

/** A record with its place: `before` and `after` are bytes of the file that belong to no record. */
export interface Placed {
  readonly path: string;
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

/** Decides in which file of the bundle a record lies, and what stands around it. Keeps the state of each file's writer. */
export function createLayout(scenario: Scenario): (write: Write) => Placed {
  const files = new Map<string, FileState>();
  const plans = new Map(scenario.hosts.map((plan) => [plan.name, plan]));
  return (write) => {
    const plan = plans.get(write.folder) ?? scenario.hosts[0];
    const path = plan === undefined ? write.folder : pathOf(write, { scenario, plan });
    let state = files.get(path);
    if (state === undefined) files.set(path, (state = { columns: "", stamp: 0, recordId: 1000 }));
    const placed = place(write, path, state);
    state.stamp = write.stamp;
    return placed;
  };
}

interface FileState {
  columns: string;
  stamp: number;
  recordId: number;
}

/** HTTP.sys closes the log of a site that has had no request for this long; the next row gets a header of its own. */
const quietMsMax = 900_000;

function place(write: Write, path: string, state: FileState): Placed {
  if (write.source === "iis")
    return { path, before: iisBefore(write, state), text: write.text, after: "\r\n" };
  if (write.source === "httperr") {
    return {
      path,
      before: state.stamp === 0 ? httpErrorHeader(write.stamp) : "",
      text: write.text,
      after: "\r\n",
    };
  }
  if (write.source === "crp" || write.source === "uploader" || write.source === "status") {
    return { path, before: "", text: write.text, after: "" };
  }
  if (lines.has(write.source))
    return { path, before: "", text: write.text, after: write.source === "plugin" ? "\r\n" : "\n" };
  state.recordId += 1;
  return { path, before: "", text: write.text.replace(recordIdMark, String(state.recordId)), after: "\r\n" };
}

const lines = new Set<Source>(["plugin", "omadm", "console"]);

function iisBefore(write: Write, state: FileState): string {
  const columns = (write.columns ?? []).join(" ");
  if (columns === state.columns && write.stamp - state.stamp < quietMsMax) return "";
  state.columns = columns;
  return iisHeader(write.stamp, write.columns ?? []);
}

interface Place {
  readonly scenario: Scenario;
  readonly plan: HostPlan;
}

function pathOf(write: Write, at: Place): string {
  return `${write.folder}/${names[write.source](write, at)}`;
}

const always =
  (name: string): (() => string) =>
  () =>
    name;

const names: Readonly<Record<Source, (write: Write, at: Place) => string>> = {
  iis: iisName,
  httperr: always("HTTPERR/httperr1.log"),
  plugin: (write, at) =>
    `NDESPolicyModule/Logs/NDESPlugin.${partOf(write, at) * 2 < at.plan.rolls - 1 ? "lo_" : "log"}`,
  crp: (write, at) => svclogName("CertificateRegistrationPoint", write, at),
  uploader: (write, at) => svclogName("NDESConnector", write, at),
  application: always("EventLogs/Application.xml"),
  system: always("EventLogs/System.xml"),
  security: always("EventLogs/Security.xml"),
  "connector-admin": always("EventLogs/Microsoft-Intune-CertificateConnectors%4Admin.xml"),
  "connector-operational": always("EventLogs/Microsoft-Intune-CertificateConnectors%4Operational.xml"),
  "legacy-connector": always("EventLogs/Microsoft Intune Connector.xml"),
  status: (write) =>
    `CertificateRequestStatus/${write.status?.state ?? "Processing"}/${write.status?.name ?? ""}`,
  omadm: always("OMADM.log"),
  console: always("console.log"),
  "device-events": always("DeviceManagement.xml"),
};

function iisName(write: Write, at: Place): string {
  const m = momentOf(write.stamp);
  const suffix =
    (write.columns ?? []).includes("X-Forwarded-For") || at.plan.iisColumns.length > 1 ? "_x" : "";
  const hour = at.plan.iisRotation === "hourly" ? m.hour : "";
  return `IIS/W3SVC1/u_ex${m.year.slice(2)}${m.month}${m.day}${hour}${suffix}.log`;
}

function svclogName(name: string, write: Write, at: Place): string {
  const { startAt, endAt } = periodOf(at.scenario, at.plan);
  const m = momentOf(startAt + (partOf(write, at) * (endAt - startAt)) / at.plan.rolls);
  return `NDESConnectorSvc/Logs/Logs/${name}_${dateOf(m)}_${m.hour}${m.minute}${m.second}.svclog`;
}

/** Which of the period's equal parts the record lies in. */
function partOf(write: Write, at: Place): number {
  const { startAt, endAt } = periodOf(at.scenario, at.plan);
  const part = Math.floor(((write.stamp - startAt) / (endAt - startAt)) * at.plan.rolls);
  return Math.max(0, Math.min(at.plan.rolls - 1, part));
}
