import type { Observation, Writer } from "../contract/index.ts";
import type { SetBack } from "../causes/index.ts";

/**
 * Logs whose stamps step back: what is written later is stamped earlier, because the clock of their host was set back, or the zone that it goes by was changed. Only of
 * logs that are written in the order of time. Memory is bounded: of each host the files that were read last are followed.
 */
export interface SetBacks {
  observe(observation: Observation): void;
  /** The latest of each log of this host. */
  of(host: string): readonly SetBack[];
  /** The latest moment from which any log has stepped back since this was made or restored, ms UTC; -Infinity: none has. */
  from(): number;
  /** All that it knows, not as a copy: to be encoded before it is used again. */
  save(): SetBackState;
}

export interface SetBackState {
  /** By host and file, the one read last at the end: the latest stamp, ms UTC. */
  readonly stamps: Map<string, Map<string, number>>;
  /** By host and log. */
  readonly found: Map<string, Map<string, SetBack>>;
}

const inOrder: ReadonlyMap<Writer, string> = new Map<Writer, string>([
  ["iis", "the IIS log"],
  ["plugin", "NDESPlugin.log"],
  ["crp", "CertificateRegistrationPoint.svclog"],
]);

/** Rows are written when a call ends, and by several processes: they are out of order by seconds. */
const backMsMin = 60_000;
/** Files that were put together in the wrong order step back by days. */
const backMsMax = 26 * 3_600_000;
const filesMax = 8;
const hostsMax = 1000;

export function createSetBacks(state: SetBackState = { stamps: new Map(), found: new Map() }): SetBacks {
  let from = Number.NEGATIVE_INFINITY;
  return {
    observe: ({ host, writer, trust, at, fileId }) => {
      const log = inOrder.get(writer);
      if (log === undefined || at === null || !isSure(trust)) return;
      const backMs = turnTo(state, { host, fileId, at }) - at;
      if (backMs < backMsMin || backMs > backMsMax) return;
      from = Math.max(from, at + backMs);
      const found = state.found.get(host) ?? new Map<string, SetBack>();
      state.found.set(host, found.set(log, { log, backMs, at }));
    },
    of: (host) => [...(state.found.get(host)?.values() ?? [])],
    from: () => from,
    save: () => state,
  };
}

/** A zone that nobody knows, or that was taken from one moment, steps back each autumn. */
function isSure(trust: Observation["trust"]): boolean {
  return trust === "utc" || trust === "zone-given";
}

/** The latest stamp of the file so far, which is this one from now on. */
function turnTo(
  { stamps }: SetBackState,
  { host, fileId, at }: { readonly host: string; readonly fileId: string; readonly at: number },
): number {
  const known = stamps.get(host);
  const files = known ?? new Map<string, number>();
  if (known === undefined && stamps.size < hostsMax) stamps.set(host, files);
  const before = files.get(fileId);
  if (before === undefined && files.size >= filesMax) forgetOldest(files);
  files.delete(fileId);
  // Threads may be out of order: only what is a step makes an earlier stamp the latest.
  const isStep = before !== undefined && before - at >= backMsMin;
  files.set(fileId, before === undefined || isStep ? at : Math.max(before, at));
  return before ?? at;
}

function forgetOldest(files: Map<string, number>): void {
  const [oldest] = files.keys();
  if (oldest !== undefined) files.delete(oldest);
}
