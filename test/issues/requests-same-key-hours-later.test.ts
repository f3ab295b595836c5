import { expect, it } from "vitest";
import { inFiles, observed, row, startMs } from "../support/observed.ts";
import { feedBook, requestsOf } from "../support/feed-book.ts";

const minute = 60_000;
const hour = 60 * minute;

it("a transaction that is used again after its history was closed gets an id of its own", () => {
  const keys = { transactionId: "A1B2C3" };
  const requests = requestsOf(
    inFiles([0, 3 * hour].map((endAt) => row("contact.pki-operation", { endAt, tookMs: 300 }, { keys }))),
  );
  expect(new Set(requests.map(({ id }) => id)).size).toBe(2);
});

it("a device that tries again has an id of its own, also when a part of what it tried an hour before comes with it, too late for that", () => {
  const keys = { transactionId: "A1B2C3" };
  const ofCall = (endAt: number) => row("contact.pki-operation", { endAt, tookMs: 300 }, { keys });
  const [first, again, late] = inFiles([
    ofCall(0),
    ofCall(65 * minute),
    observed("windows-device", "contact.device-call", { at: 8 * minute, keys, host: "pc1" }),
  ]).map((one) => [one]);
  const { requests } = feedBook([
    { add: first ?? [] },
    { advance: startMs + 64 * minute },
    { add: [...(again ?? []), ...(late ?? [])] },
    { advance: startMs + 66 * minute },
  ]);
  expect(requests.map(({ evidence }) => evidence.length)).toEqual([1, 2]);
  expect(new Set(requests.map(({ id }) => id)).size).toBe(2);
});
