import { scenarios } from "../simulation/index.ts";
import type { HostPlan, Scenario } from "../simulation/index.ts";

export type BenchName = "calm" | "mix" | "burst";

/** What is analysed. All are stretched to the wanted size by more requests at the same pace. */
export const benchScenarios: Readonly<Record<BenchName, Scenario>> = {
  /** One legacy host on an ordinary day: a request every three seconds. */
  calm: scenarios["calm-legacy"],
  /** Seven hosts: both generations, failures of every kind, device logs, retries. */
  mix: fleet("mix", [
    "calm-legacy",
    "calm-unified-transaction",
    "both-generations",
    "failures",
    "device-logs",
    "retries",
  ]),
  /** One legacy host, 500 requests at once every ten minutes, in the form that tells least: POST only, one proxy address. */
  burst: only("burst", scenarios["burst-200"], {
    arrivals: { kind: "push", perSecond: 500, seconds: 1, pushes: 1, everyMs: 600_000 },
    threads: 500,
  }),
};

function fleet(name: string, parts: readonly (keyof typeof scenarios)[]): Scenario {
  const plans = parts.flatMap((part) => scenarios[part].hosts);
  const hosts = plans.map((plan, index) => ({ ...plan, name: `ndes${String(index + 1).padStart(2, "0")}` }));
  return { ...scenarios["calm-legacy"], name, hosts };
}

function only(name: string, scenario: Scenario, change: Partial<HostPlan>): Scenario {
  return { ...scenario, name, hosts: scenario.hosts.map((plan) => ({ ...plan, ...change })) };
}
