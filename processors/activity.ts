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
      const pass = passOf(observation);
      const signal = hostSignal(observation);
      if (!refused && pass === null && signal === null) return;
      const minute = minuteOf(hosts, observation.host, Math.floor(observation.at / minuteMs));
      if (refused) minute.refused += 1;
      if (pass !== null) minute.passed[pass] += 1;
      if (signal !== null) for (const name of signal) minute.signals.add(name);
    },
    around: (request) => around(hosts.get(request.host), request),
  };
}

interface Minute {
  readonly passed: Passed;
  refused: number;
  readonly signals: Set<string>;
}

function around(minutes: ReadonlyMap<number, Minute> | undefined, request: Request): HostActivity {
  const signals = new Set<string>();
  const passed = nothingPassed();
  let refusedNear = 0;
  for (const minute of minutesNear(minutes, request)) {
    for (const source of passSources) passed[source] += minute.passed[source];
    refusedNear += minute.refused;
    for (const signal of minute.signals) signals.add(signal);
  }
  const own = request.evidence.map((one) => one.observation);
  for (const pass of own.map((one) => passOf(one))) if (pass !== null) passed[pass] -= 1;
  return {
    verifiedNear: Math.max(0, ...Object.values(passed)),
    refusedNear: refusedNear - own.filter((one) => refusal(one)).length,
    signals,
  };
}

function minutesNear(
  minutes: ReadonlyMap<number, Minute> | undefined,
  { startedAt, endedAt }: Request,
): readonly Minute[] {
  if (minutes === undefined) return [];
  const from = Math.floor((startedAt ?? 0) / minuteMs) - reachMinutes;
  const to = Math.floor((endedAt ?? startedAt ?? 0) / minuteMs) + reachMinutes;
  const near: Minute[] = [];
  for (let at = from; at <= Math.min(to, from + minutesMax); at += 1) {
    const minute = minutes.get(at);
    if (minute !== undefined) near.push(minute);
  }
  return near;
}

/**
 * A verification that passed is told by the policy module or the connector, by the registration point, and by the Notify call that follows: one of these
 * logs may be missing, so the one that tells most counts.
 */
const passSources = ["module", "point", "notify"] as const;
type Passed = Record<(typeof passSources)[number], number>;

function nothingPassed(): Passed {
  return { module: 0, point: 0, notify: 0 };
}

function passOf({ kind, writer, outcome }: Observation): keyof Passed | null {
  if (outcome !== "ok") return null;
  if (kind === "verify.finished") return writer === "crp" ? "point" : "module";
  return kind === "report.call" ? "notify" : null;
}

/** Each verification ends once in the log of the policy module or of the connector. */
function refusal({ kind, writer, outcome }: Observation): boolean {
  return (
    (kind === "verify.finished" && writer !== "crp" && outcome === "failed") || kind === "verify.refused"
  );
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
  const made: Minute = { passed: nothingPassed(), refused: 0, signals: new Set() };
  minutes.set(at, made);
  const [oldest] = minutes.keys();
  if (minutes.size > minutesMax && oldest !== undefined) minutes.delete(oldest);
  return made;
}
