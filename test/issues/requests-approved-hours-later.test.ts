import { expect, test } from "vitest";
import { feedBook } from "../support/feed-book.ts";
import { inFiles, observed, pluginRun, row, startMs } from "../support/observed.ts";

const hour = 3_600_000;

/** Found in a bundle of a CA whose template demands approval: 4889 at once, 4887 with the same number when the manager was back. */
const keys = { caRequestId: "ndes01.contoso.test/40" };
const waits = [
  ...pluginRun("1", { at: 10, returnedAt: 330, notifyAt: 520, notifiedAt: 570 }),
  observed("ca", "issue.received", { at: 400, keys }),
  observed("ca", "issue.pending", { at: 440, keys, outcome: "pending" }),
  row("contact.pki-operation", { endAt: 590, tookMs: 590 }),
];
const approved = observed("ca", "issue.issued", { at: 3 * hour, keys, outcome: "ok" });
const refused = observed("ca", "issue.denied", { at: 3 * hour, keys, outcome: "failed" });

test.each([
  { name: "approved", word: [approved], outcome: "succeeded" },
  { name: "denied", word: [refused], outcome: "failed" },
  { name: "held", word: [], outcome: "open" },
])("a request that the CA holds is told as $name when that is its last word", ({ word, outcome }) => {
  const observations = inFiles([...waits, ...word]);
  const atOnce = feedBook([{ add: observations }]);
  const hourByHour = feedBook([
    { add: observations },
    ...Array.from({ length: 30 }, (_, index) => ({ advance: startMs + index * hour })),
  ]);
  for (const { requests, unbound } of [atOnce, hourByHour])
    expect([requests.map((one) => one.outcome), unbound.records]).toEqual([[outcome], 0]);
});

test.each([
  { name: "from Friday evening to Monday morning", hours: 64, outcomes: ["succeeded"], unbound: 0 },
  { name: "beyond four days", hours: 97, outcomes: ["open"], unbound: 1 },
])("an approval that takes $name", ({ hours, outcomes, unbound: count }) => {
  const late = observed("ca", "issue.issued", { at: hours * hour, keys, outcome: "ok" });
  const { requests, unbound } = feedBook([
    { add: inFiles(waits) },
    ...Array.from({ length: hours }, (_, index) => ({ advance: startMs + index * hour })),
    { add: inFiles([...waits, late]).slice(-1) },
  ]);
  expect([requests.map((one) => one.outcome), unbound.records]).toEqual([outcomes, count]);
});
