import type { HostActivity, Observation, Request } from "./contract/index.ts";

/** What each host did, by the minute, for as long as a request can wait for its claim. Bounded: old minutes go. */
export interface ActivityLog {
  observe(observation: Observation): void;
  around(request: Request): HostActivity;
}

const minuteMs = 60_000;
const reachMinutes = 5;
const minutesMax = 1440;

export function createActivityLog(): ActivityLog {
  const hosts = new Map<string, Map<number, Minute>>();
  return {
    observe: (observation) => {
      if (observation.at === null) return;
      const refused = refusal(observation);
      const passed = verdict(observation, "ok");
      const signal = hostSignal(observation);
      if (!refused && !passed && signal === null) return;
      const minute = minuteOf(hosts, observation.host, Math.floor(observation.at / minuteMs));
      if (refused) minute.refused += 1;
      if (passed) minute.verified += 1;
      if (signal !== null) for (const name of signal) minute.signals.add(name);
    },
    around: (request) => around(hosts.get(request.host), request),
  };
}

interface Minute {
  verified: number;
  refused: number;
  readonly signals: Set<string>;
}

function around(minutes: Map<number, Minute> | undefined, request: Request): HostActivity {
  const signals = new Set<string>();
  let verifiedNear = 0;
  let refusedNear = 0;
  const from = Math.floor((request.startedAt ?? 0) / minuteMs) - reachMinutes;
  const to = Math.floor((request.endedAt ?? request.startedAt ?? 0) / minuteMs) + reachMinutes;
  for (let at = from; minutes !== undefined && at <= Math.min(to, from + minutesMax); at += 1) {
    const minute = minutes.get(at);
    if (minute === undefined) continue;
    verifiedNear += minute.verified;
    refusedNear += minute.refused;
    for (const signal of minute.signals) signals.add(signal);
  }
  const own = request.evidence.map((one) => one.observation);
  return {
    verifiedNear: verifiedNear - own.filter((one) => verdict(one, "ok")).length,
    refusedNear: refusedNear - own.filter((one) => refusal(one)).length,
    signals,
  };
}

/** Each verification ends once in the log of the policy module or of the connector. */
function verdict(observation: Observation, outcome: "ok" | "failed"): boolean {
  return observation.kind === "verify.finished" && observation.writer !== "crp" && observation.outcome === outcome;
}

function refusal(observation: Observation): boolean {
  return verdict(observation, "failed") || observation.kind === "verify.refused";
}

function hostSignal(observation: Observation): readonly string[] | null {
  if (!observation.kind.startsWith("host.")) return null;
  const id = observation.facts.eventId;
  return id === undefined ? [observation.kind] : [observation.kind, `${observation.kind}/${id}`];
}

function minuteOf(hosts: Map<string, Map<number, Minute>>, host: string, at: number): Minute {
  let minutes = hosts.get(host);
  if (minutes === undefined) {
    minutes = new Map();
    hosts.set(host, minutes);
  }
  const known = minutes.get(at);
  if (known !== undefined) return known;
  const made: Minute = { verified: 0, refused: 0, signals: new Set() };
  minutes.set(at, made);
  const [oldest] = minutes.keys();
  if (minutes.size > minutesMax && oldest !== undefined) minutes.delete(oldest);
  return made;
}
