import { describe, expect, it } from "vitest";
import type { Observation } from "../../../../../processors/contract/index.ts";
import { feedBook } from "../../../../support/feed-book.ts";
import { inFiles, row } from "../../../../support/observed.ts";

const one = { clientIp: "10.1.1.1", userAgent: "Agent/1" };
const two = { clientIp: "10.1.1.2", userAgent: "Agent/1" };

type Client = typeof one;

const caps = (endAt: number, keys: Client = one): Observation =>
  row("contact.capabilities", { endAt, tookMs: 10 }, { keys });
const certificate = (endAt: number, keys: Client = one): Observation =>
  row("contact.ca-certificate", { endAt, tookMs: 10 }, { keys });
const operation = (endAt: number, keys: Client = one): Observation =>
  row("contact.pki-operation", { endAt, tookMs: 400 }, { keys });

/** Of each request: the kinds of its evidence, and their grades. */
function look(observations: readonly Observation[]) {
  const { requests, unbound } = feedBook([{ add: inFiles(observations) }]);
  return {
    requests: requests.map(({ evidence }) =>
      evidence.map(({ observation, grade }) => `${grade} ${observation.kind.slice("contact.".length)}`),
    ),
    unbound: unbound.records,
  };
}

describe("calls before a PKIOperation", () => {
  it("belong to it when client and user agent are the same: probable at best", () => {
    expect(look([caps(1000), certificate(2000), operation(4000)])).toEqual({
      requests: [["probable capabilities", "probable ca-certificate", "exact pki-operation"]],
      unbound: 0,
    });
  });

  it.each([
    { name: "of another client", calls: [caps(1000, two)] },
    { name: "more than a minute before", calls: [caps(-120_000)] },
    { name: "after it", calls: [caps(9000)] },
  ])("do not belong to it: $name", ({ calls }) => {
    expect(look([...calls, operation(4000)])).toEqual({ requests: [["exact pki-operation"]], unbound: 1 });
  });

  it("go to their own operation, of two clients at one time", () => {
    const calls = [caps(1000), caps(1000, two), operation(4000), operation(4000, two)];
    expect(look(calls).requests).toEqual([
      ["probable capabilities", "exact pki-operation"],
      ["probable capabilities", "exact pki-operation"],
    ]);
  });

  it("of a client that never sends one are an attempt that stopped there", () => {
    expect(look([caps(1000), certificate(2000)])).toEqual({
      requests: [["probable capabilities", "exact ca-certificate"]],
      unbound: 0,
    });
  });

  it("that ask for capabilities only, and are answered, are no attempt", () => {
    expect(look([caps(1000)])).toEqual({ requests: [], unbound: 1 });
  });

  it("that were refused are an attempt that failed", () => {
    const refused = { ...caps(1000), outcome: "failed" as const, facts: { status: 500 } };
    const { requests } = feedBook([{ add: inFiles([refused]) }]);
    expect(requests.map(({ outcome, failedStage }) => [outcome, failedStage])).toEqual([["failed", 2]]);
  });
});
