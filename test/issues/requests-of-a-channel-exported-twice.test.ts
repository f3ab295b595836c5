import { expect, test } from "vitest";
import { feedBook } from "../support/feed-book.ts";
import { inFiles, observed, row } from "../support/observed.ts";
import type { Observation } from "../../processors/contract/index.ts";

const keys = { transactionId: "A1" };

/** Found in a bundle with the log of the connector's channel, and an export of it that was made before: three requests were told as eight. */
function events(at: number, named: boolean): Observation[] {
  const more = named ? { keys, thread: "6512/7" } : { thread: "6512/7" };
  return [
    observed("connector", "verify.received", { at, ...more }),
    observed("connector", "verify.finished", { at: at + 200, outcome: "failed", ...more }),
    observed("ndes", "verify.refused", { at: at + 202, outcome: "failed", thread: "6512/7" }),
  ];
}

function exported(observations: readonly Observation[]): Observation[] {
  return observations.map((one) => ({ ...one, fileId: `${one.fileId} exported` }));
}

const call = row("contact.pki-operation", { endAt: 400, tookMs: 400 });
const later = row("contact.pki-operation", { endAt: 60_400, tookMs: 400 });

test.each([
  { name: "named by its transaction", named: true },
  { name: "of a thread", named: false },
])("a request $name is there once, however often its channel was exported", ({ named }) => {
  const first = events(100, named);
  const all = [...first, ...events(60_100, named), call, later];
  const once = feedBook([{ add: inFiles(all) }]);
  const twice = feedBook([{ add: inFiles(all) }, { add: exported(inFiles(first)) }]);
  expect(once.requests.map(({ outcome }) => outcome)).toEqual(["failed", "failed"]);
  expect(twice.requests).toEqual(once.requests);
  expect(twice.unbound.records - once.unbound.records).toBe(first.length);
});

test("what one file tells twice, or another thread at the same moment, is no repeat", () => {
  const one = events(100, false);
  const other = exported(one).map((event) => ({ ...event, thread: "6512/9" }));
  const found = feedBook([{ add: inFiles([...one, ...other, call]) }]);
  expect(found.requests).toHaveLength(2);
});
