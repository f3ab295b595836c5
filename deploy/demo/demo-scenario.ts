import { scenarios } from "../../test/simulation/index.ts";
import type { ArrivalPhase, HostPlan, Scenario } from "../../test/simulation/index.ts";
import type { DemoHost, Phase } from "./story.ts";

export interface Telling {
  readonly story: readonly Phase[];
  /** ms UTC. */
  readonly startAt: number;
  /** So many times faster phases, and so many times more devices; a request takes as long as ever. */
  readonly speed: number;
}

/** The story as a fleet that has no end. */
export function demoScenario(telling: Telling): Scenario {
  return {
    name: "demo",
    startAt: telling.startAt,
    tornEnds: false,
    hosts: [host(telling, "ndes01", legacy), host(telling, "ndes02", unified)],
  };
}

/** Where the story is at a moment: the phase, and how many have passed before it since the beginning. */
export function phaseAt(
  { story, startAt, speed }: Telling,
  at: number,
): { phase: Phase; index: number } | null {
  const lengths = story.map((phase) => phaseMs(phase, speed));
  const roundMs = lengths.reduce((sum, lengthMs) => sum + lengthMs, 0);
  if (roundMs <= 0) return null;
  const round = Math.max(0, Math.floor((at - startAt) / roundMs));
  let leftMs = Math.max(0, at - startAt) - round * roundMs;
  const position = lengths.findIndex((lengthMs) => (leftMs -= lengthMs) < 0);
  const phase = story[position];
  return phase === undefined ? null : { phase, index: round * story.length + position };
}

export function roundMs({ story, speed }: Pick<Telling, "story" | "speed">): number {
  return story.reduce((sum, phase) => sum + phaseMs(phase, speed), 0);
}

/** Shorter than this a phase shows nothing: requests take seconds. */
const phaseMsMin = 10_000;

function phaseMs({ lengthMs }: Phase, speed: number): number {
  return Math.round(Math.max(lengthMs / speed, phaseMsMin));
}

const everyMs = { ndes01: 5000, ndes02: 6000, ca01: 6000 } as const;

const usual: ArrivalPhase["courses"] = [
  ["success", 94],
  ["expired", 3],
  ["template-unsupported", 3],
];

/** Nobody collects the logs of many devices. */
const legacy: Partial<HostPlan> = {
  connector: "legacy",
  // Central Europe in winter: what the clocks of this host write is an hour ahead of UTC.
  biasMinutes: -60,
  iisRotation: "hourly",
  androidGets: true,
  deviceLogs: 0.04,
  noiseEveryMs: 15_000,
};

const unified: Partial<HostPlan> = {
  connector: "unified",
  unifiedKeys: "transaction",
  biasMinutes: 0,
  noiseEveryMs: 20_000,
};

function host({ story, speed }: Telling, name: DemoHost, plan: Partial<HostPlan>): HostPlan {
  const [calm] = scenarios["calm-legacy"].hosts;
  if (calm === undefined) throw new Error("the simulator knows no calm host");
  const phases = story.map((phase): ArrivalPhase => {
    const turn = phase.hosts[name] ?? {};
    return {
      lengthMs: phaseMs(phase, speed),
      everyMs: everyMs[name] / speed / (turn.rate ?? 1),
      courses: turn.courses ?? usual,
      uploadsRest: turn.uploadsRest === true,
    };
  });
  // So many threads that a fast demo is no queue.
  const threads = Math.max(calm.threads, Math.ceil(20 * speed));
  return { ...calm, ...plan, name, threads, caHost: "ca01", arrivals: { kind: "phases", phases } };
}
