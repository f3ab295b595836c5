import { expect, test } from "vitest";
import { eventsIn } from "../../../../collectors/event-logs/events-in.ts";
import { lossEvent } from "../../../../collectors/event-logs/loss-event.ts";
import type { Loss } from "../../../../collectors/event-logs/loss-event.ts";
import { createHostLedger } from "../../../../processors/causes/index.ts";
import type { Observation } from "../../../../processors/contract/index.ts";
import { openReader } from "../../../../processors/records/index.ts";
import { xmlEvent } from "../../../support/event-xml.ts";
import { readInPieces, startOf } from "../../../support/read-records.ts";
import { event, observeAll } from "./record-literals.ts";

const [next] = eventsIn(Buffer.from(xmlEvent({ recordId: 10, at: "2026-11-22T10:00:00.5Z" })));

/** As it is after its way through a file. */
function observationsOf(loss: Loss): readonly Observation[] {
  if (next === undefined) throw new Error("no event");
  const { xml } = lossEvent("Security & more", loss, next);
  const { records } = readInPieces(openReader(startOf("event-xml")), Buffer.from(`${xml}\n`));
  return records.flatMap((record) => observeAll(record));
}

const overwritten = observationsOf({ type: "overwritten", records: { from: 4, to: 9 } });
const cleared = observationsOf({ type: "cleared", last: 3 });

test("a loss of a channel says how many records, which, and when the log goes on", () => {
  expect(overwritten).toMatchObject([
    {
      kind: "host.events-lost",
      writer: "other",
      at: Date.UTC(2026, 10, 22, 10, 0, 0, 500),
      facts: { eventId: 1, count: 6, text: "Security & more, records 4 to 9" },
    },
  ]);
  expect(cleared).toMatchObject([
    { facts: { eventId: 2, count: 0, text: "Security & more, begun anew behind record 3" } },
  ]);
});

test("losses are a problem of their host, which names the last one", () => {
  const ledger = createHostLedger();
  for (const one of [...cleared, ...overwritten]) ledger.observe(one);
  expect(ledger.problems("ndes01.contoso.test", null)).toMatchObject([
    {
      cause: { id: "host.events-lost" },
      count: 2,
      because:
        "6 records overwritten or cleared before anybody read them; the numbers of a log have begun anew 1 time; the last: Security & more, records 4 to 9",
    },
  ]);
});

test("losses are told for a week after the last one", () => {
  const ledger = createHostLedger();
  for (const one of overwritten) ledger.observe(one);
  const lastAt = Date.UTC(2026, 10, 22, 10, 0, 0, 500);
  const toldAt = (now: number) => ledger.problems("ndes01.contoso.test", now).map(({ cause }) => cause.id);
  expect(toldAt(lastAt + 7 * 86_400_000)).toEqual(["host.events-lost"]);
  expect(toldAt(lastAt + 7 * 86_400_000 + 1)).toEqual([]);
});

test("an event of this provider that says nothing of the kind is let go", () => {
  for (const [eventId, values] of [
    [1, [["From", "9"]]],
    [
      1,
      [
        ["From", "9"],
        ["To", "4"],
      ],
    ],
    [2, [["Last", "x"]]],
    [3, []],
  ] as const)
    expect(observeAll(event("scepscope", eventId, { values }))).toEqual([]);
});
