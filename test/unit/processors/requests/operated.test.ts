import { deserialize, serialize } from "node:v8";
import { describe, expect, it, test } from "vitest";
import type { Observation } from "../../../../processors/contract/index.ts";
import { createBook, defaultLimits } from "../../../../processors/requests/index.ts";
import type { BookState } from "../../../../processors/requests/index.ts";
import {
  createOperated,
  forgetPast,
  mayOperateElsewhere,
  noteOperation,
} from "../../../../processors/requests/operated.ts";
import { feedBook } from "../../../support/feed-book.ts";
import type { Step } from "../../../support/feed-book.ts";
import { inFiles, observed, pluginRun, row, startMs } from "../../../support/observed.ts";

const device = { clientIp: "10.1.1.1", userAgent: "Agent/1" };
const minute = 60_000;
const hour = 60 * minute;

type Client = Partial<typeof device>;

const capabilities = (endAt: number, keys: Client = device): Observation =>
  row("contact.capabilities", { endAt, tookMs: 10 }, { keys });
const certificate = (endAt: number, keys: Client = device): Observation =>
  row("contact.ca-certificate", { endAt, tookMs: 10 }, { keys });
const operation = (endAt: number, keys: Client = device, host = "ndes02"): Observation =>
  row("contact.pki-operation", { endAt, tookMs: 400 }, { keys, host });
/** The server goes on, so that a device had every chance to. */
const later = row("contact.probe", { endAt: 10 * minute, tookMs: 10 });

function look(steps: Iterable<Step>) {
  const { requests, unbound } = feedBook(steps);
  return {
    requests: requests.map(({ host, outcome }) => `${host} ${outcome}`),
    unbound: unbound.byKind.get("contact.ca-certificate") ?? 0,
  };
}

test("the client of a call went on at the same host if it sent a PKIOperation there within a minute, and not before, later, elsewhere or as another", () => {
  const wentOn = (one: Observation): boolean => {
    const book = createBook();
    book.add([one]);
    return book.wentOn(certificate(2 * minute));
  };
  const here = (endAt: number, keys?: Client): Observation => operation(endAt, keys, "ndes01");
  expect(wentOn(here(2 * minute + 4000))).toBe(true);
  expect(wentOn(operation(2 * minute + 4000))).toBe(false);
  expect(wentOn(here(2 * minute + 4000, { ...device, clientIp: "10.1.1.2" }))).toBe(false);
  expect(wentOn(here(minute))).toBe(false);
  expect(wentOn(here(4 * minute))).toBe(false);
});

describe("calls whose client sent its PKIOperation to another host of the same name", () => {
  const calls = [capabilities(1000), certificate(2000), operation(3400), later];

  it("are no request that failed: that is counted where it went on", () => {
    expect(look([{ add: inFiles(calls) }])).toEqual({ requests: ["ndes02 unknown"], unbound: 1 });
  });

  it("are none either when the other host's log is read later, or earlier, and hours pass meanwhile", () => {
    for (const [first, second] of [
      [calls.slice(0, 2), calls.slice(2)],
      [calls.slice(2), calls.slice(0, 2)],
    ])
      expect(
        look([
          { add: inFiles(first ?? []) },
          { add: inFiles(second ?? []) },
          { advance: startMs + 59 * minute },
          { advance: startMs + 9 * hour },
        ]),
      ).toEqual({ requests: ["ndes02 unknown"], unbound: 1 });
  });

  it("are none after a restart", () => {
    const first = createBook();
    first.add(inFiles(calls));
    first.advance(startMs + 30 * minute);
    const saved: BookState = deserialize(serialize(first.save()));
    const second = createBook(defaultLimits, saved);
    expect(second.end().map(({ host }) => host)).toEqual(["ndes02"]);
  });

  it("are none where HTTP.sys logged that call, which names no user agent", () => {
    const refused = observed("httperr", "contact.http-error", {
      host: "ndes02",
      at: 3000,
      outcome: "failed",
      keys: { clientIp: device.clientIp },
    });
    expect(look([{ add: inFiles([certificate(2000), refused, later]) }]).requests).toEqual(["ndes02 failed"]);
  });

  it.each([
    { name: "another client", elsewhere: operation(3400, { ...device, clientIp: "10.1.1.2" }) },
    { name: "another program at that address", elsewhere: operation(3400, { ...device, userAgent: "B/1" }) },
    { name: "a quarter of an hour later", elsewhere: operation(15 * minute) },
    { name: "a client without an address", elsewhere: operation(3400, { userAgent: device.userAgent }) },
  ])("have failed all the same when it was $name", ({ elsewhere }) => {
    expect(look([{ add: inFiles([certificate(2000), elsewhere, later]) }]).requests.toSorted()).toEqual([
      "ndes01 failed",
      "ndes02 unknown",
    ]);
  });

  it("have failed where one of them was refused", () => {
    const refused = { ...certificate(2000), outcome: "failed" as const, facts: { status: 500 } };
    expect(look([{ add: inFiles([refused, operation(3400), later]) }]).requests).toContain("ndes01 failed");
  });
});

describe("calls before a run whose own call is not logged, as when its process died", () => {
  const run = (at: number): Observation[] => pluginRun("1", { at, returnedAt: at + 300 }).slice(0, 2);
  const calls = [capabilities(1000), certificate(2000), later];

  it.each([
    { name: "are no request of their own: it may be theirs", rest: run(3000), alone: 0 },
    { name: "are one where it began minutes later", rest: run(4 * minute), alone: 1 },
    { name: "are one where it began before them", rest: run(-30_000), alone: 1 },
    {
      name: "are one where its call is logged, and is another's",
      rest: [
        ...pluginRun("1", { at: 3000, returnedAt: 3300 }),
        operation(3600, { ...device, clientIp: "10.1.1.2" }, "ndes01"),
      ],
      alone: 1,
    },
  ])("$name", ({ rest, alone }) => {
    const { requests } = look([{ add: inFiles([...calls, ...rest]) }]);
    expect(requests).toHaveLength(1 + alone);
  });
});

describe("what is remembered of PKIOperations", () => {
  it("is a function of the records, however often they come", () => {
    const [once, twice] = [createOperated(), createOperated()];
    for (const one of [operation(1000), operation(2000)]) noteOperation(once, one);
    for (const one of [operation(2000), operation(1000), operation(2000)]) noteOperation(twice, one);
    expect(twice).toEqual(once);
  });

  it("goes after two hours", () => {
    const operated = createOperated();
    noteOperation(operated, operation(1000));
    forgetPast(operated, startMs + hour);
    expect(mayOperateElsewhere(operated, certificate(500))).toBe(true);
    forgetPast(operated, startMs + 3 * hour);
    expect(operated).toEqual(createOperated());
  });

  it("is bounded, and accuses nobody of what was forgotten", () => {
    const operated = createOperated();
    for (let index = 0; index < 20_010; index += 1)
      noteOperation(operated, operation(1000 + index * 100, { ...device, clientIp: `10.1.1.${index}` }));
    expect(operated.count).toBeLessThanOrEqual(20_000);
    const unseen = { ...device, clientIp: "10.9.9.9" };
    expect(mayOperateElsewhere(operated, certificate(2000, unseen))).toBe(true);
    expect(mayOperateElsewhere(operated, certificate(5 * minute, unseen))).toBe(false);
    // What the host itself forgot says nothing of others.
    expect(mayOperateElsewhere(operated, { ...certificate(2000, unseen), host: "ndes02" })).toBe(false);
  });
});
