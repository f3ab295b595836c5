import type { Course } from "./courses/index.ts";
import type { HostPlan, Scenario } from "./scenario.ts";
import { createLanes, createThreads } from "./threads.ts";
import type { Lanes, Threads } from "./threads.ts";
import type { Random } from "./random.ts";
import { createRandom } from "./random.ts";
import type { Write } from "./write.ts";

/** What the simulation of one host remembers between its requests. */
export interface HostState {
  readonly plan: HostPlan;
  readonly scenario: Scenario;
  readonly random: Random;
  /** `ndes01.contoso.test` */
  readonly fqdn: string;
  /** Native threads of the NDES worker process; with the CRP's managed ones and the connector's. */
  readonly threads: Threads;
  readonly crpThreads: Lanes;
  readonly connectorThreads: Lanes;
  readonly uploads: Upload[];
  readonly caId: () => number;
  /** What happened and was not yet taken by the generator. */
  readonly writes: Write[];
  readonly finished: SimulatedRequest[];
  /** How long those who took a thread had waited for it, in order of time. */
  readonly waits: Wait[];
}

export interface Wait {
  /** When the thread was taken, ms UTC. */
  readonly at: number;
  readonly waitMs: number;
}

/** A status file that waits for the connector. */
export interface Upload {
  readonly readyAt: number;
  readonly request: string;
  readonly name: string;
  readonly userId: string;
  readonly deviceId: string;
  readonly folder: "Succeed" | "Failed";
  readonly content: string;
}

/** What the simulator knows about a request: see `Truth`. */
export interface SimulatedRequest {
  readonly id: string;
  readonly host: string;
  readonly generation: "legacy" | "unified";
  readonly platform: string;
  readonly outcome: Course["outcome"];
  readonly failedStage: number | null;
  readonly cause: string | null;
  /** ms UTC, of its first record. */
  readonly startedAt: number;
  readonly transactionId: string;
  readonly course: string;
}

export function createHostState(scenario: Scenario, plan: HostPlan, seed: number): HostState {
  const random = createRandom(seed, `${scenario.name}/${plan.name}`);
  const index = scenario.hosts.indexOf(plan);
  let ordinal = 0;
  return {
    plan,
    scenario,
    random,
    fqdn: `${plan.name}.contoso.test`,
    threads: createThreads(plan.threads, 1200 + random.below(800)),
    crpThreads: createLanes(5),
    connectorThreads: createLanes(4),
    uploads: [],
    // Hosts that share a CA share its numbers.
    caId: () => 4100 + index + (ordinal += 1) * scenario.hosts.length,
    writes: [],
    finished: [],
    waits: [],
  };
}
