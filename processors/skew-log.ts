import type { Clock } from "./causes/index.ts";
import type { Evidence, Kind, Observation, Request } from "./contract/index.ts";

/** How far clocks of devices and CAs are from those of the servers that they talked to. Memory is bounded: a clock keeps its first samples. */
export interface SkewLog {
  note(request: Request): void;
  /** Clocks with enough pairs that were compared with the clock of this host. */
  clocks(host: string): readonly Clock[];
  /** All that it knows, not as a copy: to be encoded before the log is used again. */
  save(): SkewState;
}

export interface SkewState {
  /** What was sampled, in ms, by host and by the name of the other clock. */
  readonly samples: Map<string, Map<string, number[]>>;
  /** Clocks of all hosts together. */
  clocks: number;
}

/** One pair may be chance, or a record that was written late. */
const pairsMin = 3;
const samplesMax = 101;
const clocksMax = 5_000;

/**
 * A pair is a step that both sides logged, in one request that a strong key joined across hosts: what the device sent and received around the server's
 * PKIOperation row, what the CA did while NDES waited for it. The true time lies in the server's interval; its middle is compared.
 * `state` is what an earlier log saved, decoded: it is the new one's from now on.
 */
export function createSkewLog(state: SkewState = { samples: new Map(), clocks: 0 }): SkewLog {
  return {
    note: (request) => {
      for (const name of othersOf(request)) {
        const known = state.samples.get(request.host)?.get(name);
        if (known === undefined ? state.clocks >= clocksMax : known.length >= samplesMax) continue;
        const skewMs = skewBetween(request, name);
        if (skewMs === null) continue;
        if (known === undefined) begin(state, request.host, name).push(skewMs);
        else known.push(skewMs);
      }
    },
    clocks: (host) =>
      [...(state.samples.get(host) ?? [])]
        .filter(([, skewsMs]) => skewsMs.length >= pairsMin)
        .map(([name, skewsMs]) => ({ name, skewMs: median(skewsMs), pairs: skewsMs.length })),
    save: () => state,
  };
}

function begin(state: SkewState, host: string, name: string): number[] {
  const skewsMs: number[] = [];
  const ofHost = state.samples.get(host);
  if (ofHost === undefined) state.samples.set(host, new Map([[name, skewsMs]]));
  else ofHost.set(name, skewsMs);
  state.clocks += 1;
  return skewsMs;
}

/** A wider interval tells nothing about a clock. */
const intervalMaxMs = 60_000;

/** Other hosts that logged something of this request, tied to it by a key. */
function othersOf({ host, evidence }: Request): readonly string[] {
  let names = none;
  for (const one of evidence) {
    if (!isOther(one, host)) continue;
    const name = one.observation.host;
    if (!names.includes(name)) names = [...names, name];
  }
  return names;
}

const none: readonly string[] = [];

function isOther({ grade, observation }: Evidence, host: string): boolean {
  return grade === "key" && observation.host !== host && isUtc(observation);
}

/** The mean over the steps that both logged. */
function skewBetween({ host, evidence }: Request, name: string): number | null {
  const theirs = evidence.filter((one) => one.observation.host === name && isOther(one, host));
  const server = evidence.filter((one) => one.observation.host === host);
  const skews = steps.flatMap((step) => skewOf(step, theirs, server) ?? []);
  return skews.length === 0 ? null : skews.reduce((sum, skew) => sum + skew, 0) / skews.length;
}

function isUtc({ at, trust }: Observation): boolean {
  return at !== null && (trust === "utc" || trust === "zone-given");
}

interface Step {
  readonly kinds: ReadonlySet<Kind>;
  readonly from: (server: readonly Evidence[]) => number | null;
  readonly to: (server: readonly Evidence[]) => number | null;
}

const steps: readonly Step[] = [
  { kinds: new Set(["contact.device-request"]), from: callBegan, to: callBegan },
  { kinds: new Set(["deliver.reply"]), from: callEnded, to: callEnded },
  {
    kinds: new Set(["issue.received", "issue.issued", "issue.denied"]),
    from: (server) => timeOf(server, ["verify.finished"]),
    to: (server) =>
      timeOf(server, ["report.started", "issue.issued", "issue.denied", "issue.failed"]) ?? callEnded(server),
  },
];

function skewOf(step: Step, theirs: readonly Evidence[], server: readonly Evidence[]): number | null {
  const at = theirs.find((one) => step.kinds.has(one.observation.kind))?.observation.at ?? null;
  const from = step.from(server);
  const to = step.to(server);
  if (at === null || from === null || to === null || Math.abs(to - from) > intervalMaxMs) return null;
  return at - (from + to) / 2;
}

function callBegan(server: readonly Evidence[]): number | null {
  const row = rowOf(server);
  return row === undefined || row.at === null
    ? null
    : row.at + row.resolutionMs / 2 - Math.max(0, row.durationMs);
}

function callEnded(server: readonly Evidence[]): number | null {
  const row = rowOf(server);
  return row === undefined || row.at === null ? null : row.at + row.resolutionMs / 2;
}

function rowOf(server: readonly Evidence[]): Observation | undefined {
  return server.find((one) => one.observation.kind === "contact.pki-operation")?.observation;
}

function timeOf(server: readonly Evidence[], kinds: readonly Kind[]): number | null {
  return (
    server.find((one) => kinds.includes(one.observation.kind) && one.observation.writer !== "crp")
      ?.observation.at ?? null
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
