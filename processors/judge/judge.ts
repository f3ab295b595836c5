import { createActivityLog } from "./activity.ts";
import type { ActivityState } from "./activity.ts";
import { caApart } from "./ca-apart.ts";
import { claimCause, createHostLedger } from "../causes/index.ts";
import type { Clock, HostLedgerState, SourceNote } from "../causes/index.ts";
import type { Claim, Observation, Problem, Request } from "../contract/index.ts";
import { createServerLogs } from "./server-logs.ts";
import type { ServerLogState } from "./server-logs.ts";
import { createSkewLog } from "./skew-log.ts";
import type { SkewState } from "./skew-log.ts";

/**
 * Says what is wrong with requests and hosts, beside which records belong together.
 *
 * On crash: what was saved is restored, and the judge goes on as if nothing had happened; what it was told since has to be told again. On overload: each of its
 * ledgers has a maximum, and forgets or stops to learn beyond it.
 */
export interface Judge {
  observe(observations: readonly Observation[]): void;
  /** A source that was read, with the columns of a header of it. Once is enough; again does no harm. */
  noteSource(source: SourceNote): void;
  /** Another clock, compared with that of this host. */
  noteSkew(host: string, clock: Clock): void;
  /** The latest moment from which any log has stepped back, ms UTC: what it wrote then is older. -Infinity: none has. */
  setBackFrom(): number;
  /** A final request. It is entered into the ledgers of its host, so each is claimed once. */
  claim(request: Request): Judged;
  /** A request that may still change: judged by what is known now, and not entered. */
  look(request: Request): Judged;
  /** In order of name. */
  hosts(): readonly string[];
  /** `now` in ms UTC; null: the newest time seen on that host. Sorted by severity, count and id. */
  problems(host: string, now: number | null): readonly Problem[];
  /** All that it knows, not as a copy: to be encoded before the judge is used again. */
  save(): JudgeState;
}

export interface Judged {
  readonly request: Request;
  readonly claim: Claim | null;
}

/** A graph of plain values, for `v8.serialize` and `structuredClone`. */
export interface JudgeState {
  readonly hosts: HostLedgerState;
  readonly activity: ActivityState;
  readonly skews: SkewState;
  readonly logs: ServerLogState;
}

/** `saved` is what an earlier judge saved, decoded: it is the new one's from now on. `isOneOfMany`: others judge other hosts. */
export function createJudge(saved: JudgeState | null = null, isOneOfMany: boolean = false): Judge {
  const hosts = createHostLedger(saved?.hosts);
  const activity = createActivityLog(saved?.activity);
  const skews = createSkewLog(saved?.skews);
  const logs = createServerLogs(saved?.logs);
  const look = (request: Request): Judged => {
    const newestAt = hosts.newestAt(request.host);
    const around = activity.around(request);
    return { request, claim: claimCause(request, newestAt === null ? around : { ...around, newestAt }) };
  };
  return {
    observe: (observations) => {
      for (const observation of observations) {
        hosts.observe(observation);
        activity.observe(observation);
        skews.observe(observation);
        logs.observe(observation);
      }
    },
    noteSource: (source) => hosts.noteSource(source),
    noteSkew: (host, clock) => hosts.noteSkew(host, clock),
    setBackFrom: () => logs.setBackFrom(),
    claim: (request) => {
      const judged = look(request);
      hosts.note(request, judged.claim);
      skews.note(request);
      return judged;
    },
    look,
    hosts: () => hosts.hosts(),
    problems: (host, now) => {
      for (const clock of [...skews.clocks(host), ...logs.clocks(host)]) hosts.noteSkew(host, clock);
      for (const setBack of logs.setBacks(host)) hosts.noteSetBack(host, setBack);
      const apart = isOneOfMany ? caApart(host, hosts) : null;
      return [...hosts.problems(host, now), ...(apart === null ? [] : [apart])];
    },
    save: () => ({ hosts: hosts.save(), activity: activity.save(), skews: skews.save(), logs: logs.save() }),
  };
}
