import { expect, test } from "vitest";

import { beginWith, createBook, defaultLimits } from "../../../../processors/requests/index.ts";
import type { Book } from "../../../../processors/requests/index.ts";
import { simulate } from "../../../simulation/index.ts";
import { observeSimulation } from "../../../support/observe-simulation.ts";
import { inFiles, row } from "../../../support/observed.ts";
import { smallScenario } from "../../../support/small-scenario.ts";

const observations = observeSimulation(simulate(smallScenario("calm-legacy", 60), 1)).flatMap(
  (file) => file.observations,
);

/** Of each layer of each host. */
function waitsOf(book: Book): unknown {
  return [...book.experience().hosts].map(([host, { learned, prelude }]) => [
    host,
    Object.values(learned ?? {}).map(({ before, after, pairs }) => ({ before, after, pairs })),
    prelude,
  ]);
}

test("what stands alone in a part of the records says less of the logs than in all of them", () => {
  const all = createBook();
  all.add(observations);
  all.end();
  const part = createBook(defaultLimits, beginWith(all.experience()));
  const mustsOf = (book: Book): number => book.experience().hosts.get("ndes01")?.learned?.pkiRow.musts ?? 0;
  expect(mustsOf(part)).toBeGreaterThan(mustsOf(all) + 50);
});

test("a book that begins with the experience of another knows its waits, and none of its records", () => {
  const first = createBook();
  first.add(observations);
  first.end();
  const second = createBook(defaultLimits, beginWith(first.experience()));
  expect(waitsOf(second)).toEqual(waitsOf(first));
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
