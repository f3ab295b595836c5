import { expect, it } from "vitest";
import { analyzeSimulation } from "../accuracy/analyze-simulation.ts";
import { measure } from "../simulation/accuracy/index.ts";
import { simulate } from "../simulation/index.ts";

it("events that the Event Viewer exported newest first find their requests", async () => {
  // Host ndes03 of the example has its event logs in that form.
  const simulation = simulate("example", 1);
  const { recallByRole } = measure(simulation, await analyzeSimulation(simulation));
  const events = recallByRole.get("ndes-event");
  expect([events?.right, (events?.count ?? 0) > 0]).toEqual([events?.count, true]);
});
