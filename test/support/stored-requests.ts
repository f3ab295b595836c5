import { claimCause } from "../../processors/causes/index.ts";
import { toStoredRequest } from "../../processors/contract/index.ts";
import type { Request, StoredRequest } from "../../processors/contract/index.ts";
import { simulate } from "../simulation/index.ts";
import type { ScenarioName } from "../simulation/index.ts";
import { requestsOf } from "./feed-book.ts";
import { observeSimulation } from "./observe-simulation.ts";
import { smallScenario } from "./small-scenario.ts";

const calmHost = { verifiedNear: 9, refusedNear: 0, signals: new Set<string>() };

/** Final requests as a processor keeps them, of a simulated host: real shapes, real sizes. */
export function storedRequests(name: ScenarioName, count: number): StoredRequest[] {
  const files = observeSimulation(simulate(smallScenario(name, count), 7));
  return requestsOf(files.flatMap(({ observations }) => observations)).map(stored);
}

function stored(request: Request): StoredRequest {
  const claim = claimCause(request, calmHost);
  return toStoredRequest(request, claim, { pathOf: String, isFinal: true, changedAt: request.endedAt ?? 0 });
}
