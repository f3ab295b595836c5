import type { Clock } from "../causes/index.ts";
import { offsetBetween } from "../contract/index.ts";
import type { Observation, Writer } from "../contract/index.ts";

/**
 * Whether the logs of one server agree on when it was. The policy module, IIS and the registration point each tell of the same calls: where the stamps of one of them are a
 * whole number of quarters of an hour away from the others', and nowhere else, its zone or its clock is wrong, and no call of it lies beside what it belongs to.
 *
 * Memory is bounded: of each log the latest calls are kept, of `hostsMax` servers.
 */
export interface LogClocks {
  observe(observation: Observation): void;
  /** Logs that can be compared, by how much each is off; 0: as far as is known by nothing. */
  clocks(host: string): readonly Clock[];
  /** All that it knows, not as a copy: to be encoded before it is used again. */
  save(): LogClockState;
}

/** By host and log: when each of its latest calls began, ms UTC, in the order in which they came. */
export type LogClockState = Map<string, Map<Writer, number[]>>;

const hostsMax = 1000;
const callsMax = 128;
/** The latest few decide; where their partners are still to come, more do. */
const windows = [8, 32, callsMax];
/** Fewer may be chance. */
const fit = { pairsMin: 4, fitMin: 0.75, lateMs: 5000 };

export function createLogClocks(state: LogClockState = new Map()): LogClocks {
  return {
    observe: (observation) => {
      if (isCall(observation) && isSure(observation)) enter(state, observation);
    },
    clocks: (host) => {
      const calls = state.get(host);
      return calls === undefined ? [] : compare(calls);
    },
    save: () => state,
  };
}

function isCall({ kind, writer }: Observation): boolean {
  if (kind === "verify.call") return writer === "iis";
  return kind === "verify.started" && (writer === "plugin" || writer === "crp");
}

/** What is doubted already is named as such. */
function isSure({ trust }: Observation): boolean {
  return trust === "utc" || trust === "zone-given";
}

function enter(state: LogClockState, { host, writer, at, durationMs }: Observation): void {
  const known = state.get(host);
  if (at === null || (known === undefined && state.size >= hostsMax)) return;
  const ofHost = known ?? new Map<Writer, number[]>();
  if (known === undefined) state.set(host, ofHost);
  const calls = ofHost.get(writer) ?? [];
  ofHost.set(writer, calls);
  calls.push(at - Math.max(0, durationMs));
  if (calls.length > callsMax) calls.shift();
}

/** IIS is what the others are compared with, since all of them are behind it; without it, or where it has fallen silent, the registration point. */
function compare(calls: ReadonlyMap<Writer, readonly number[]>): readonly Clock[] {
  const latest = (writer: Writer): number => calls.get(writer)?.at(-1) ?? Number.NEGATIVE_INFINITY;
  const beside = latest("iis") > latest("crp") - silentMs ? "iis" : "crp";
  const others = calls.get(beside) ?? [];
  const clocks: Clock[] = [];
  for (const [writer, own] of calls) {
    const name = names.get(writer);
    if (name === undefined || writer === beside || Math.min(own.length, others.length) < fit.pairsMin)
      continue;
    const found = offsetOf(own, others);
    clocks.push({ name, skewMs: 0 - found.offsetMs, pairs: found.pairs, of: "calls" });
  }
  return clocks;
}

/** Longer than any zone is off. */
const silentMs = 26 * 3_600_000;

const names: ReadonlyMap<Writer, string> = new Map<Writer, string>([
  ["plugin", "NDESPlugin.log"],
  ["crp", "CertificateRegistrationPoint.svclog"],
]);

function offsetOf(own: readonly number[], others: readonly number[]): { offsetMs: number; pairs: number } {
  for (const size of windows) {
    const found = offsetBetween(own.slice(-size), others, fit);
    if (found !== null) return found;
    if (size >= own.length) break;
  }
  return { offsetMs: 0, pairs: 0 };
}
