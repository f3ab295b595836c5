import type { Shipment } from "../../collectors/contract/index.ts";
import type { HostView, StoredRequest } from "../../processors/contract/index.ts";
import { defaultMetricsOptions } from "../../processors/metrics/index.ts";
import { createPartition } from "../../processors/partition/index.ts";
import type { PartitionOptions } from "../../processors/partition/index.ts";
import { defaultLimits } from "../../processors/requests/index.ts";
import { shippedSlice, sourceFile, sourceReport } from "./shipments.ts";

/** The logs of one server on which requests leave their lines, by clocks that may be wrong. */
const logs = {
  plugin: { name: "NDESPlugin.log", format: "cmtrace", lateMs: 0 },
  iis: { name: "u_ex1.log", format: "iis-w3c", lateMs: 60_000 },
  crp: { name: "CertificateRegistrationPoint_1.svclog", format: "svclog", lateMs: 0 },
} as const;
type Log = keyof typeof logs;

/** What each writer's clock shows at a true moment, ms: the plug-in's is local, and does not say so. */
export type Clocks = Readonly<Record<Log, (at: number) => number>>;

export interface Line {
  /** When it is in its file, true ms UTC. */
  readonly at: number;
  readonly log: Log;
  readonly text: string;
}

const second = 1000;
const minute = 60_000;
const hour = 60 * minute;

export const trueClocks: Clocks = { plugin: (at) => at, iis: (at) => at, crp: (at) => at };

/** The lines of requests that begin at these true moments, ms UTC, in the order in which they come into their files. */
export function linesOf(moments: readonly number[], clocks: Clocks): readonly Line[] {
  return moments.flatMap((at) => requestAt(at, clocks)).toSorted((a, b) => a.at - b.at);
}

function requestAt(at: number, clocks: Clocks): readonly Line[] {
  const line = (log: Log, afterMs: number, write: (stamp: Date) => string): Line => {
    const moment = at + afterMs;
    return { at: moment + logs[log].lateMs, log, text: write(new Date(clocks[log](moment))) };
  };
  const plugin = (afterMs: number, text: string): Line =>
    line("plugin", afterMs, (stamp) => {
      const [year, month, day] = dayOf(stamp).split("-");
      return `<![LOG[${text}]LOG]!><time="${clockOf(stamp)}" date="${month}-${day}-${year}" component="NDESPlugin" context="" type="1" thread="7" file="a.cpp:1">\n`;
    });
  const row = (afterMs: number, call: string, rest: string): Line =>
    line("iis", afterMs, (stamp) => `${dayOf(stamp)} ${clockOf(stamp).slice(0, 8)} POST ${call} ${rest}\n`);
  const trace = (afterMs: number, text: string): Line =>
    line("crp", afterMs, (stamp) => {
      const head = `<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><System xmlns="http://schemas.microsoft.com/2004/06/windows/eventlog/system"><EventID>0</EventID><Type>3</Type><SubType Name="Information">0</SubType><Level>8</Level>`;
      return `${head}<TimeCreated SystemTime="${dayOf(stamp)}T${clockOf(stamp)}0000Z" /><Source Name="CertificateRegistrationPoint" /><Correlation ActivityID="{00000000-0000-0000-0000-000000000000}" /><Execution ProcessName="w3wp" ProcessID="1" ThreadID="9" /><Channel/><Computer>NDES01</Computer></System><ApplicationData>${text}</ApplicationData></E2ETraceEvent>`;
    });
  return [
    plugin(30, "Calling VerifyRequest ..."),
    plugin(34, "Sending request to certificate registration point."),
    trace(40, "VerifyRequest Started."),
    trace(120, "Validation Phase 1 finished with status True."),
    trace(390, "Validation Phase 3 finished with status True."),
    trace(410, "VerifyRequest Finished with status True"),
    row(425, "/CertificateRegistrationSvc/Certificate/VerifyRequest", "- 10.0.0.5 NDES_Plugin 201 0 0 390"),
    plugin(427, "Verify challenge returns true"),
    plugin(430, "Exiting VerifyRequest with 0x0"),
    plugin(700, "Calling Notifyrequest ..."),
    plugin(704, "Sending request to certificate registration point."),
    trace(720, "Notify Started"),
    trace(750, `Dropping file F${at}.CRS for Certificate Request Status Data for User : 1`),
    trace(770, "Notify Finished."),
    row(785, "/CertificateRegistrationSvc/Certificate/Notify", "- 10.0.0.5 NDES_Plugin 204 0 0 70"),
    plugin(790, "Exiting Notify with 0x0"),
    row(1300, "/certsrv/mscep/mscep.dll/pkiclient.exe", "operation=PKIOperation 10.1.0.7 NDES 200 0 0 1300"),
  ];
}

/** Records of one request, all of them joined. */
export const recordsOfOne = 17;

const dayOf = (stamp: Date): string => stamp.toISOString().slice(0, 10);
const clockOf = (stamp: Date): string => stamp.toISOString().slice(11, 23);

const heads: Readonly<Record<Log, string>> = {
  plugin: "",
  iis: "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n",
  crp: "",
};

/** The files as they stand on the disk afterwards, by path. */
export function filesOf(lines: readonly Line[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { log, text } of lines) {
    const path = `ndes01/${logs[log].name}`;
    files[path] = (files[path] ?? heads[log]) + text;
  }
  return files;
}

export interface Followed {
  readonly requests: readonly StoredRequest[];
  /** What is wrong with the host, in words: an hour after the last line, and a day later. */
  readonly problems: readonly string[];
  readonly problemsLater: readonly string[];
}

export interface Following {
  readonly zoneOf: PartitionOptions["zoneOf"];
  /** What the collector's clock shows at a true moment. */
  readonly clock?: (at: number) => number;
  /** The processor is ended and goes on from what it kept, after each look. */
  readonly isRestarted?: boolean;
}

/** The same files followed while they are written, looked at every ten seconds. */
export function follow(lines: readonly Line[], following: Following): Followed {
  const { clock = (at) => at, isRestarted = false } = following;
  const options = optionsWith(following.zoneOf);
  const requests = new Map<string, StoredRequest>();
  const state = new Map<string, Uint8Array>();
  let partition = createPartition(options, null);
  const keep = (shipments: readonly Shipment[]): void => {
    partition.take(shipments);
    const { checkpoint, requests: finals } = partition.checkpoint("here", 0);
    for (const request of finals) requests.set(request.view.id, request);
    for (const [name, piece] of checkpoint?.state ?? []) if (piece !== null) state.set(name, piece);
    if (isRestarted) partition = createPartition(options, state);
  };
  const sizes = new Map<Log, number>();
  for (const [look, written] of Map.groupBy(lines, ({ at }) => Math.ceil(at / lookMs) * lookMs))
    keep([...slicesOf(written, sizes, clock(look)), report(clock(look))]);
  const end = lines.at(-1)?.at ?? 0;
  keep([report(clock(end) + hour)]);
  const problems = problemsIn(partition.hosts());
  keep([report(clock(end) + 26 * hour)]);
  return { requests: [...requests.values()], problems, problemsLater: problemsIn(partition.hosts()) };
}

function problemsIn(hosts: readonly HostView[]): readonly string[] {
  return hosts.flatMap((host) => host.problems.map(({ cause, because }) => `${cause}: ${because}`));
}

const lookMs = 10 * second;

function slicesOf(lines: readonly Line[], sizes: Map<Log, number>, readAt: number): readonly Shipment[] {
  return [...Map.groupBy(lines, ({ log }) => log)].map(([log, own]) => {
    const { name, format } = logs[log];
    const offset = sizes.get(log) ?? 0;
    const text = (offset === 0 ? heads[log] : "") + own.map((line) => line.text).join("");
    sizes.set(log, offset + text.length);
    return shippedSlice(sourceFile(name, format), offset, text, { readAt, source: name });
  });
}

function report(readAt: number): Shipment {
  return sourceReport(
    "ndes01",
    readAt,
    Object.values(logs).map(({ name, format }) => ({ name, format, condition: "current" })),
  );
}

function optionsWith(zoneOf: PartitionOptions["zoneOf"]): PartitionOptions {
  return {
    hostOf: ({ host }) => host,
    zoneOf,
    filesMax: 100,
    statusFilesMax: 100,
    heldMs: (format) => (format === "iis-w3c" ? 90 * second : 5 * second),
    silentMs: minute,
    limits: defaultLimits,
    metrics: defaultMetricsOptions,
  };
}
