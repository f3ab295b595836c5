import { expect, it } from "vitest";
import { inFiles, observed, pluginRun, row } from "../support/observed.ts";
import { feedBook, placeOf } from "../support/feed-book.ts";

/** Every record that was taken in is in one request, or is counted as bound to none. */
const client = { clientIp: "10.1.2.3", userAgent: "Agent/1" };
const other = { clientIp: "10.1.2.4", userAgent: "Agent/2" };

const cases = [
  {
    name: "a bare call of the site, which belongs to no request",
    observations: [row("contact.probe", { endAt: 500, tookMs: 10 })],
  },
  {
    name: "a call before a PKIOperation that fits two runs equally",
    observations: [
      row("contact.capabilities", { endAt: -3000, tookMs: 10 }, { keys: client }),
      ...pluginRun("1", { at: 100, returnedAt: 300 }),
      ...pluginRun("2", { at: 100, returnedAt: 300 }),
      row("contact.pki-operation", { endAt: 500, tookMs: 450 }, { keys: client }),
      row("contact.pki-operation", { endAt: 500, tookMs: 450 }, { keys: other }),
    ],
  },
  {
    name: "a refusal that has no run and no call",
    observations: [observed("ndes", "verify.refused", { thread: "1/2", outcome: "failed" })],
  },
];

it.each(cases)("$name: counted once", ({ observations }) => {
  const given = inFiles(observations);
  const { requests, unbound } = feedBook([{ add: given }]);
  const bound = requests.flatMap(({ evidence }) => evidence.map(({ observation }) => placeOf(observation)));
  expect(new Set(bound).size).toBe(bound.length);
  expect(bound.length + unbound.records).toBe(given.length);
});
