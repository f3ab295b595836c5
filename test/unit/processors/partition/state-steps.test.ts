import { deserialize, serialize } from "node:v8";
import { expect, test } from "vitest";
import { stateSteps } from "../../../../processors/partition/state-steps.ts";
import { createBook, defaultLimits } from "../../../../processors/requests/index.ts";
import type { BookState } from "../../../../processors/requests/index.ts";
import { inFiles, legacyRequest, observed, pluginRun, row, startMs } from "../../../support/observed.ts";

const hour = 3_600_000;
const keys = { caRequestId: "ndes01.contoso.test/40" };
const observations = inFiles([
  ...legacyRequest("1", 0, "A"),
  ...pluginRun("2", { at: 60_010, returnedAt: 60_330, notifyAt: 60_520, notifiedAt: 60_570 }),
  observed("ca", "issue.received", { at: 60_400, keys }),
  observed("ca", "issue.pending", { at: 60_440, keys, outcome: "pending" }),
  row("contact.pki-operation", { endAt: 60_590, tookMs: 590 }),
]);

/** A book of version 4: it knew neither who went on elsewhere, nor since when a host serves, nor what a CA holds, nor what one on another host logged, nor how far the logs of calls go. */
function asFourth(book: BookState): object {
  const { held, elsewhere: _, ...before } = book.ledger;
  for (const history of held) before.histories.add(history);
  for (const shelf of [before.histories, before.reported, before.timeless])
    for (const history of shelf) {
      for (const entry of history.entries) Reflect.deleteProperty(entry, "caller");
      for (const entry of history.entries) Reflect.deleteProperty(entry, "history");
      Reflect.deleteProperty(history, "heldAt");
      Reflect.deleteProperty(history, "decidedAt");
    }
  for (const host of book.hosts.values()) Reflect.deleteProperty(host, "heard");
  const piece = { ...book, ledger: before };
  for (const name of ["operated", "serving"]) Reflect.deleteProperty(piece, name);
  return piece;
}

test("a book of version 4 goes on after the steps, with what it had", () => {
  const first = createBook();
  first.add(observations);
  expect(first.advance(startMs + hour / 2)).toHaveLength(1);
  const saved: BookState = deserialize(serialize(first.save()));
  const piece = stateSteps.later
    .slice(4 - stateSteps.first)
    .reduce<unknown>((before, step) => step("pipeline", before), { book: asFourth(saved), judge: {} });
  const brought: { readonly book: BookState } = deserialize(serialize(piece));
  const second = createBook(defaultLimits, brought.book);
  second.add([observed("ca", "issue.issued", { at: hour / 2 + 1000, keys, outcome: "ok", offset: 900 })]);
  expect(second.end().map(({ outcome }) => outcome)).toEqual(["succeeded"]);
});

test("a file of version 8 goes on, and of what its clock had shown nothing is known", () => {
  const cursor = { offset: 7, context: "" };
  const step = stateSteps.later[8 - stateSteps.first];
  expect(step?.("pipeline", { cursors: [cursor] })).toEqual({
    cursors: [{ ...cursor, way: { stay: null, steps: [] } }],
  });
});

test("a judge of version 9 goes on, and hears anew when calls were", () => {
  const step = stateSteps.later[9 - stateSteps.first];
  expect(step?.("pipeline", { judge: { hosts: new Map() } })).toEqual({
    judge: {
      hosts: new Map(),
      logs: { clocks: new Map(), setBacks: { stamps: new Map(), found: new Map() } },
    },
  });
});

test("a host of version 10 goes on from its latest record, and hears anew who calls", () => {
  const step = stateSteps.later[10 - stateSteps.first];
  const book = { hosts: new Map([["ndes01", { latestAt: 9, pluginAt: 7 }]]) };
  const judge = { hosts: new Map([["ndes01", { newestAt: 9 }]]) };
  const heard = { any: 9, plugin: 7, calls: -Infinity, verified: -Infinity };
  expect(step?.("pipeline", { book, judge })).toMatchObject({
    book: { hosts: new Map([["ndes01", { heard }]]) },
    judge: { hosts: new Map([["ndes01", { newestAt: 9, loggedAt: 9 }]]) },
  });
});
