import type { Simulation, TruthRecord } from "../../index.ts";

/** The logs of one host with the legacy connector, as runs and rows. Times in ms UTC, as precise as they are written. */
export interface HostLogs {
  readonly runs: readonly PluginRun[];
  readonly crpRuns: readonly CrpRun[];
  /** In the order of the file, that of completion. */
  readonly rows: readonly Row[];
}

/** One request on its native thread. Stamps are cut to the millisecond; NaN: not written. */
export interface PluginRun {
  readonly records: TruthRecord[];
  calling: number;
  sent: number;
  returned: number;
  verdict: boolean;
  left: number;
  notifySent: number;
  notifyLeft: number;
}

export interface CrpRun {
  readonly kind: "verify" | "notify";
  readonly records: TruthRecord[];
  readonly start: number;
  end: number;
}

export interface Row {
  readonly record: TruthRecord;
  readonly kind: "verify" | "notify" | "operation" | "other";
  /** The second in which the call ended. */
  readonly second: number;
  readonly takenMs: number;
}

export function readHost(simulation: Simulation, host: string): HostLogs {
  const logs: HostLogs & Mutable = { runs: [], crpRuns: [], rows: [] };
  const plugin = new Map<string, PluginRun>();
  const crp = new Map<string, CrpRun>();
  for (const file of simulation.files) {
    if (!file.path.startsWith(`${host}/`)) continue;
    for (const record of simulation.truth.records.get(file.path) ?? []) {
      const text = file.bytes.toString("latin1", record.offset, record.offset + record.length);
      if (record.source === "plugin") readPlugin(text, record, { open: plugin, runs: logs.runs });
      if (record.source === "crp") readCrp(text, record, { open: crp, runs: logs.crpRuns });
      if (record.source === "iis") logs.rows.push(readRow(text, record));
    }
  }
  return logs;
}

interface Mutable {
  readonly runs: PluginRun[];
  readonly crpRuns: CrpRun[];
  readonly rows: Row[];
}

interface Open<Run> {
  /** By thread. */
  readonly open: Map<string, Run>;
  readonly runs: Run[];
}

const entry =
  /^<!\[LOG\[(.*?)\]LOG\]!><time="(\d\d:\d\d:\d\d\.\d{3})([+-]\d+)" date="(\d\d)-(\d\d)-(\d{4})".* thread="(\d+)"/su;

function readPlugin(line: string, record: TruthRecord, { open, runs }: Open<PluginRun>): void {
  const [, text = "", time = "", bias = "0", month = "", day = "", year = "", thread = ""] =
    entry.exec(line) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${time}Z`) + Number(bias) * 60_000;
  if (text.startsWith("Calling VerifyRequest")) {
    const none = {
      sent: Number.NaN,
      returned: Number.NaN,
      left: Number.NaN,
      notifySent: Number.NaN,
      notifyLeft: Number.NaN,
    };
    const run: PluginRun = { records: [], calling: at, verdict: false, ...none };
    runs.push(run);
    open.set(thread, run);
  }
  const run = open.get(thread);
  if (run === undefined) return;
  run.records.push(record);
  note(run, text, at);
}

function note(run: PluginRun, text: string, at: number): void {
  const notifies = !Number.isNaN(run.left);
  if (text.startsWith("Sending request")) {
    if (notifies) run.notifySent = at;
    else run.sent = at;
  }
  if (text.startsWith("Verify challenge returns")) {
    run.returned = at;
    run.verdict = text.endsWith("true");
  }
  if (text.startsWith("Exiting VerifyRequest")) run.left = at;
  if (text.startsWith("Exiting Notify")) run.notifyLeft = at;
}

const traced = /SystemTime="([^"]*?)(\d{4})Z".* ThreadID="(\d+)".*<ApplicationData>([^<]*)/su;

function readCrp(line: string, record: TruthRecord, { open, runs }: Open<CrpRun>): void {
  const [, time = "", ticks = "0", thread = "", text = ""] = traced.exec(line) ?? [];
  const at = Date.parse(`${time}Z`) + Number(ticks) / 10_000;
  const kind = text.startsWith("VerifyRequest Started")
    ? "verify"
    : text.startsWith("Notify Started")
      ? "notify"
      : null;
  if (kind !== null) {
    const run: CrpRun = { kind, records: [], start: at, end: Number.NaN };
    runs.push(run);
    open.set(thread, run);
  }
  const run = open.get(thread);
  run?.records.push(record);
  if (run !== undefined && /^(?:VerifyRequest|Notify) Finished/u.test(text)) run.end = at;
}

/** Rows of the default columns. */
function readRow(line: string, record: TruthRecord): Row {
  const cells = line.split(" ");
  const [stem = "", query = ""] = cells.slice(4);
  const called = stem.endsWith("/VerifyRequest") ? "verify" : stem.endsWith("/Notify") ? "notify" : "other";
  const kind = query.startsWith("operation=PKIOperation") ? "operation" : called;
  return { record, kind, second: Date.parse(`${cells[0]}T${cells[1]}Z`), takenMs: Number(cells[14]) };
}
