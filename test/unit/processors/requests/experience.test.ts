import { expect, test } from "vitest";

import { beginWith, createBook, defaultLimits } from "../../../../processors/requests/index.ts";
import { simulate } from "../../../simulation/index.ts";
import { observeSimulation } from "../../../support/observe-simulation.ts";
import { inFiles, row } from "../../../support/observed.ts";
import { smallScenario } from "../../../support/small-scenario.ts";

const observations = observeSimulation(simulate(smallScenario("calm-legacy", 60), 1)).flatMap(
  (file) => file.observations,
);

test("a book that begins with the experience of another knows its waits, and none of its records", () => {
  const first = createBook();
  first.add(observations);
  first.end();
  const second = createBook(defaultLimits, beginWith(first.experience()));
  expect(second.experience()).toEqual(first.experience());
  expect([...second.inFlight()]).toEqual([]);
  expect(second.end()).toEqual([]);
});

test("who went on at another host is known to a book that was given one host's records only", () => {
  const keys = { clientIp: "10.1.1.1", userAgent: "Agent/1" };
  const certificate = row("contact.ca-certificate", { endAt: 1000, tookMs: 10 }, { keys });
  const elsewhere = row("contact.pki-operation", { endAt: 2400, tookMs: 400 }, { keys, host: "ndes02" });
  const first = createBook();
  first.add(inFiles([certificate, elsewhere]));
  const second = createBook(defaultLimits, beginWith(first.experience()));
  second.add(inFiles([certificate]));
  expect(second.end()).toEqual([]);
});

test("what it learns stays its own", () => {
  const first = createBook();
  first.add(observations);
  first.end();
  const before = structuredClone(first.experience());
  const second = createBook(defaultLimits, beginWith(first.experience()));
  second.add(observations);
  second.end();
  expect(first.experience()).toEqual(before);
});
