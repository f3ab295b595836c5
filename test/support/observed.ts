import type { Key, KeyType, Kind, Observation, Stage, Writer } from "../../processors/contract/index.ts";

/** 2026-11-22 10:00:00.000 UTC: times in these builders are ms after it. */
export const startMs: number = Date.UTC(2026, 10, 22, 10, 0, 0);

export type Given = Partial<Omit<Observation, "keys" | "kind" | "at">> & {
  /** ms after `startMs`; null: no time. */
  readonly at?: number | null;
  readonly keys?: Readonly<Partial<Record<KeyType, string>>>;
};

/** One observation; what a test does not name has plain values. Its place in its file is given by `inFiles`. */
export function observed(writer: Writer, kind: Kind, given: Given = {}): Observation {
  const { at = 0, keys = {}, ...rest } = given;
  return {
    host: "ndes01",
    writer,
    kind,
    stage: stageOf(kind),
    outcome: "none",
    at: at === null ? null : startMs + at,
    resolutionMs: writer === "iis" || writer === "httperr" ? 1000 : 0,
    trust: "utc",
    durationMs: -1,
    thread: "",
    keys: keysOf(keys),
    facts: {},
    fileId: `${rest.host ?? "ndes01"}/${writer}`,
    offset: -1,
    length: 100,
    ...rest,
  };
}

/** Gives each observation its place: one after the other in its file, as they come here. */
export function inFiles(observations: readonly Observation[]): Observation[] {
  const ends = new Map<string, number>();
  return observations.map((one) => {
    if (one.offset >= 0) return one;
    const offset = ends.get(one.fileId) ?? 0;
    ends.set(one.fileId, offset + one.length);
    return { ...one, offset };
  });
}

/** A row of IIS for a call that ended at `endAt`, to the millisecond, and took `tookMs`; what is logged is the second. */
export function row(
  kind: Kind,
  call: { readonly endAt: number; readonly tookMs: number },
  given: Given = {},
): Observation {
  const outcome = kind === "contact.pki-operation" ? "none" : "ok";
  return observed("iis", kind, {
    at: Math.floor(call.endAt / 1000) * 1000,
    durationMs: call.tookMs,
    outcome,
    facts: { status: 200 },
    ...given,
  });
}

/** A run of the plug-in: verification from `at` on, and Notify if `notifyAt` is given. Times are ms after `startMs`. */
export interface PluginTimes {
  readonly at: number;
  /** When the registration point's answer is there; VerifyRequest is left 1 ms later. */
  readonly returnedAt: number;
  readonly verdict?: boolean;
  readonly notifyAt?: number;
  readonly notifiedAt?: number;
}

export function pluginRun(thread: string, times: PluginTimes): Observation[] {
  const { at, returnedAt, verdict = true, notifyAt, notifiedAt } = times;
  const outcome = verdict ? "ok" : "failed";
  const say = (kind: Kind, when: number, more: Given = {}): Observation =>
    observed("plugin", kind, { at: when, thread, resolutionMs: 1, ...more });
  const verified = [
    say("verify.started", at),
    say("run.sent", at + 1),
    say("verify.returned", returnedAt, { outcome, facts: { verdict } }),
    say("verify.finished", returnedAt + 1, { outcome }),
  ];
  if (notifyAt === undefined) return verified;
  const notified = [say("report.started", notifyAt), say("run.sent", notifyAt + 1)];
  if (notifiedAt === undefined) return [...verified, ...notified];
  return [...verified, ...notified, say("report.finished", notifiedAt, { outcome: "ok" })];
}

export function crpVerify(thread: string, from: number, to: number, verdict = true): Observation[] {
  const outcome = verdict ? "ok" : "failed";
  return [
    observed("crp", "verify.started", { at: from, thread }),
    observed("crp", "verify.phase", { at: (from + to) / 2, thread, outcome, facts: { verdict, phase: 1 } }),
    observed("crp", "verify.finished", { at: to, thread, outcome, facts: { verdict } }),
  ];
}

export function crpNotify(thread: string, from: number, to: number, fileName: string): Observation[] {
  return [
    observed("crp", "report.started", { at: from, thread }),
    observed("crp", "report.queued", {
      at: (from + to) / 2,
      thread,
      facts: { fileName },
      keys: { statusFile: `ndes01/${fileName}` },
    }),
    observed("crp", "report.finished", { at: to, thread, outcome: "ok" }),
  ];
}

export function statusFile(
  fileName: string,
  at: number,
  folder: "processing" | "succeed" | "failed" = "succeed",
  keys: Given["keys"] = {},
): Observation {
  const outcomes = { processing: "pending", succeed: "ok", failed: "failed" } as const;
  return observed("status-file", "report.status-file", {
    at,
    resolutionMs: 1,
    outcome: outcomes[folder],
    fileId: `ndes01/${folder}/${fileName}`,
    facts: { fileName, folder },
    keys: { statusFile: `ndes01/${fileName}`, ...keys },
  });
}

/** Both events of a request that the CA received and issued. */
export function caIssued(id: number, at: number, given: Given = {}): Observation[] {
  const host = given.host ?? "ndes01";
  const keys = { caRequestId: `${host}.contoso.test/${id}`, ...given.keys };
  const facts = { ndesHost: "ndes01" };
  return [
    observed("ca", "issue.received", { ...given, at, keys, facts: { ...facts, eventId: 4886 } }),
    observed("ca", "issue.issued", {
      ...given,
      at: at + 40,
      keys,
      outcome: "ok",
      facts: { ...facts, eventId: 4887 },
    }),
  ];
}

/**
 * All that a host of the first generation logs of one successful request: the call arrives at `at` and takes 590 ms.
 * `name` tells the request's status file.
 */
export function legacyRequest(thread: string, at: number, name: string): Observation[] {
  return [
    ...pluginRun(thread, { at: at + 10, returnedAt: at + 330, notifyAt: at + 520, notifiedAt: at + 570 }),
    ...crpVerify(`c${thread}`, at + 20, at + 320),
    ...crpNotify(`c${thread}`, at + 525, at + 560, `${name}.CRS`),
    row("verify.call", { endAt: at + 328, tookMs: 314 }),
    row("report.call", { endAt: at + 568, tookMs: 46 }),
    row("contact.pki-operation", { endAt: at + 590, tookMs: 590 }),
    statusFile(`${name}.CRS`, at + 543),
  ];
}

function stageOf(kind: Kind): Stage | 0 {
  return stages.get(kind.slice(0, kind.indexOf("."))) ?? 0;
}

const stages: ReadonlyMap<string, Stage> = new Map<string, Stage>([
  ["profile", 1],
  ["contact", 2],
  ["verify", 3],
  ["issue", 4],
  ["deliver", 5],
  ["report", 6],
]);

function keysOf(keys: Readonly<Partial<Record<KeyType, string>>>): Key[] {
  // Written by the tests themselves: the names are those of the type.
  return Object.entries(keys).map(([type, value]) => ({ type: type as KeyType, value }));
}
