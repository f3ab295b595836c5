import type { Clock } from "../causes/index.ts";
import type { Evidence, Kind, Observation, Request } from "../contract/index.ts";
import { createSerialState, tellGot, tellIssued } from "./serial-ledger.ts";
import type { SerialState, TwiceTold } from "./serial-ledger.ts";

/** How far clocks of devices and CAs are from those of the servers that they talked to. Memory is bounded: a clock keeps its first samples. */
export interface SkewLog {
  /** A record of any source, whether it will be joined to a request or not. */
  observe(observation: Observation): void;
  /** A final request. */
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
  readonly serials: SerialState;
}

/** One pair may be chance, or a record that was written late. */
const pairsMin = 3;
const samplesMax = 101;
const clocksMax = 5_000;

/**
 * A pair is a step that both sides logged, in one request that a strong key joined across hosts: what the device sent and received around the server's
 * PKIOperation row, what the CA did while NDES waited for it; or a certificate that both tell of, by its serial number. The true time lies in the server's interval; its
 * middle is compared. `state` is what an earlier log saved, decoded: it is the new one's from now on.
 */
export function createSkewLog(state: SkewState = createState()): SkewLog {
  const notePair = (pair: TwiceTold | null): void => {
    if (pair !== null)
      sample(state, pair.server.host, { name: pair.ca.host, skewOf: () => pair.ca.at - pair.server.at });
  };
  return {
    observe: (observation) => notePair(isUtc(observation) ? tellIssued(state.serials, observation) : null),
    note: (request) => {
      for (const name of othersOf(request))
        sample(state, request.host, { name, skewOf: () => skewBetween(request, name) });
      notePair(tellGot(state.serials, request, waitedAt(request)));
    },
    clocks: (host) =>
      [...(state.samples.get(host) ?? [])]
        .filter(([, skewsMs]) => skewsMs.length >= pairsMin)
        .map(([name, skewsMs]) => ({ name, skewMs: median(skewsMs), pairs: skewsMs.length })),
    save: () => state,
  };
}

function createState(): SkewState {
  return { samples: new Map(), clocks: 0, serials: createSerialState() };
}

/** Compares only while there is room for it. */
function sample(
  state: SkewState,
  host: string,
  { name, skewOf: compare }: { readonly name: string; readonly skewOf: () => number | null },
): void {
  const known = state.samples.get(host)?.get(name);
  if (known === undefined ? state.clocks >= clocksMax : known.length >= samplesMax) return;
  const skewMs = compare();
  if (skewMs !== null) (known ?? begin(state, host, name)).push(skewMs);
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

const whileIssuing: Step = {
  kinds: new Set(["issue.received", "issue.issued", "issue.denied"]),
  from: (server) => timeOf(server, ["verify.finished"]),
  to: (server) =>
    timeOf(server, ["report.started", "issue.issued", "issue.denied", "issue.failed"]) ?? callEnded(server),
};

const steps: readonly Step[] = [
  { kinds: new Set(["contact.device-request"]), from: callBegan, to: callBegan },
  { kinds: new Set(["deliver.reply"]), from: callEnded, to: callEnded },
  whileIssuing,
];

function skewOf(step: Step, theirs: readonly Evidence[], server: readonly Evidence[]): number | null {
  const at = theirs.find((one) => step.kinds.has(one.observation.kind))?.observation.at ?? null;
  const middle = middleOf(step, server);
  return at === null || middle === null ? null : at - middle;
}

function middleOf({ from, to }: Step, server: readonly Evidence[]): number | null {
  const [began, ended] = [from(server), to(server)];
  return began === null || ended === null || Math.abs(ended - began) > intervalMaxMs
    ? null
    : (began + ended) / 2;
}

/** When the server waited for its CA. */
function waitedAt({ host, evidence }: Request): number | null {
  return middleOf(
    whileIssuing,
    evidence.filter(({ observation }) => observation.host === host),
  );
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
