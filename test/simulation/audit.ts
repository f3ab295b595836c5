import type { Simulation } from "./simulate.ts";
import type { TruthRecord } from "./truth.ts";

/** Whether a simulation's truth and its bytes agree with each other and with what the logs' writers can do. One sentence per finding. */
export function auditSimulation(simulation: Simulation): readonly string[] {
  return [
    ...simulation.files.flatMap((file) => bytesAgree(simulation, file.path)),
    ...simulation.files
      .filter((file) => file.path.includes("/IIS/"))
      .flatMap((file) => inOrder(simulation, file.path)),
    ...requestsAreKnown(simulation),
    ...insideOfTheCall(simulation),
    ...oneRunPerThread(simulation),
  ];
}

/** How a record of each source begins and ends. */
const borders: Readonly<Record<TruthRecord["source"], RegExp>> = {
  iis: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [^\r\n]*[^\s]$|^\d\d:\d\d:\d\d/,
  httperr: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ \d+ \S+ 443 HTTP\/1\.1 \S+ \S+ - \S+ 1 \S+ \S+$/,
  plugin:
    /^<!\[LOG\[[^]*\]LOG\]!><time="\d\d:\d\d:\d\d\.\d{3}[+-]\d{3}" date="\d\d-\d\d-\d{4}" component="NDESPlugin" context="" type="[123]" thread="\d+" file="\S+">$/,
  crp: /^<E2ETraceEvent [^]*<\/ApplicationData><\/E2ETraceEvent>$/,
  uploader: /^<E2ETraceEvent [^]*<\/ApplicationData><\/E2ETraceEvent>$/,
  application: /^<Event xmlns=[^]*<\/Event>$/,
  system: /^<Event xmlns=[^]*<\/Event>$/,
  security: /^<Event xmlns=[^]*<\/Event>$/,
  "connector-admin": /^<Event xmlns=[^]*<\/Event>$/,
  "connector-operational": /^<Event xmlns=[^]*<\/Event>$/,
  "legacy-connector": /^<Event xmlns=[^]*<\/Event>$/,
  "device-events": /^<Event xmlns=[^]*<\/Event>$/,
  status: /^<\?xml [^]*<\/CertificateRequestStatus>\r\n$/,
  omadm: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}  (?:VERB|INFO)  Event  \S+  \d+    10  [^\r\n]+$/,
  console: /^(?:debug|default|error)    \d\d:\d\d:\d\d\.\d{6} -0500    profiled    [^\r\n]+$/,
};

/** What may lie between records: line ends, header lines, the frame of an Event Viewer export, a torn end, padding. */
const between = /^(?:\r?\n|#[^\r\n]*\r\n|\uFEFF<\?xml [^>]*>\r\n<Events>|<\/Events>)*$/;

function bytesAgree(simulation: Simulation, path: string): readonly string[] {
  const findings: string[] = [];
  const bytes = simulation.files.find((file) => file.path === path)?.bytes ?? Buffer.alloc(0);
  let end = 0;
  for (const record of simulation.truth.records.get(path) ?? []) {
    const text = bytes.toString("utf8", record.offset, record.offset + record.length);
    if (!borders[record.source].test(text))
      findings.push(`${path}:${record.offset}: no ${record.source} record: ${text.slice(0, 60)}`);
    const gap = bytes.toString("utf8", end, record.offset);
    if (record.offset < end || !between.test(gap))
      findings.push(`${path}:${end}: bytes that belong to no record: ${gap.slice(0, 60)}`);
    end = record.offset + record.length;
  }
  const rest = bytes.toString("utf8", end);
  if (!between.test(rest) && !simulation.scenario.tornEnds)
    findings.push(`${path}:${end}: bytes after the last record`);
  return findings;
}

/** HTTP.sys writes a row when its call has ended. */
function inOrder(simulation: Simulation, path: string): readonly string[] {
  let last = Number.NEGATIVE_INFINITY;
  for (const record of simulation.truth.records.get(path) ?? []) {
    if (record.at < last) return [`${path}:${record.offset}: a row that ended before the row above it`];
    last = record.at;
  }
  return [];
}

function requestsAreKnown(simulation: Simulation): readonly string[] {
  const ids = new Set(simulation.truth.requests.map((request) => request.id));
  const told = new Set<string>();
  for (const records of simulation.truth.records.values()) {
    for (const { request } of records) if (request !== null) told.add(request);
  }
  const unknown = [...told].filter((id) => !ids.has(id)).map((id) => `record of the unknown request ${id}`);
  return ids.size === simulation.truth.requests.length
    ? unknown
    : [...unknown, "two requests have the same id"];
}

const insideRoles = new Set([
  "verify-call",
  "notify-call",
  "plugin-verify",
  "plugin-notify",
  "crp-verify",
  "crp-notify",
  "ca",
  "ndes-event",
]);

/** NDES works inside of the call: what it does lies between the call's begin and end, by the true times. */
function insideOfTheCall(simulation: Simulation): readonly string[] {
  const calls = new Map<string, readonly [begin: number, end: number]>();
  for (const [path, record, text] of textsOf(simulation, "iis")) {
    const takenMs = Number(/ (\d+)$/.exec(text)?.[1] ?? Number.NaN);
    const isWhole = record.role === "pki-operation" && record.request !== null && !path.includes("_x");
    if (isWhole) calls.set(record.request, [record.at - takenMs - 17, record.at]);
  }
  const findings: string[] = [];
  for (const [path, records] of simulation.truth.records) {
    for (const { request, role, at, offset } of records) {
      const call = request !== null && insideRoles.has(role) ? calls.get(request) : undefined;
      if (call !== undefined && (at < call[0] || at > call[1]))
        findings.push(`${path}:${offset}: ${role} outside of the call of ${request}`);
    }
  }
  return findings;
}

/** A thread that has turned to another request never comes back to the first. */
function oneRunPerThread(simulation: Simulation): readonly string[] {
  const findings: string[] = [];
  const turns = new Map<string, string>();
  const left = new Set<string>();
  for (const [path, record, text] of textsOf(simulation, "plugin")) {
    const thread = `${path.split("/")[0]}/${/thread="(\d+)"/.exec(text)?.[1]}`;
    const owner = record.request ?? "nobody";
    const earlier = turns.get(thread);
    if (earlier === owner) continue;
    if (earlier !== undefined) left.add(`${thread} ${earlier}`);
    if (left.has(`${thread} ${owner}`))
      findings.push(`${path}:${record.offset}: thread ${thread} comes back to ${owner}`);
    turns.set(thread, owner);
  }
  return findings;
}

function* textsOf(
  simulation: Simulation,
  source: TruthRecord["source"],
): Generator<readonly [string, TruthRecord, string]> {
  for (const file of simulation.files) {
    for (const record of simulation.truth.records.get(file.path) ?? []) {
      if (record.source === source)
        yield [file.path, record, file.bytes.toString("utf8", record.offset, record.offset + record.length)];
    }
  }
}
