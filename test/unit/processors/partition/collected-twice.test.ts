import { expect, test } from "vitest";
import { createPartition } from "../../../../processors/partition/index.ts";
import { simulate } from "../../../simulation/index.ts";
import { optionsFor } from "../../../support/live-partition.ts";
import { smallScenario } from "../../../support/small-scenario.ts";

const second = 1000;

test("a host that two collectors have left is told anew, without what was wrong, when another host was heard for long enough", () => {
  const partition = createPartition(optionsFor(simulate(smallScenario("calm-legacy", 1), 1)), null);
  const report = (host: string, collector: string, at: number): void =>
    partition.take([{ type: "sources", host, collector, readAt: at, arrivedAt: at, sources: [] }]);
  const told = (): readonly (readonly [string, readonly string[]])[] =>
    partition.show(0).commit.hosts.map(({ host, problems }) => [host, problems.map(({ cause }) => cause)]);
  const source = { name: "a.log", format: null, condition: "current", detail: "" } as const;
  const sources = [{ ...source, files: 1, bytesShipped: 0, bytesBehind: 0, changedAt: 0 }];
  for (let at = 0; at < 30 * second; at += 5 * second)
    for (const [later, collector] of ["a", "b"].entries())
      partition.take([
        { type: "sources", host: "left", collector, readAt: at + later, arrivedAt: at + later, sources },
      ]);
  expect(told()).toEqual([["left", ["host.collected-twice"]]]);
  for (let at = 30 * second; at <= 1200 * second; at += 5 * second) report("right", "c", at);
  expect(told()).toEqual([]);
  for (let at = 1205 * second; at <= 1230 * second; at += 5 * second) report("right", "c", at);
  expect(told()).toEqual([["left", []]]);
});
