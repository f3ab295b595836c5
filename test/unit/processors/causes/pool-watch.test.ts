import { expect, it } from "vitest";
import { createHostLedger } from "../../../../processors/causes/index.ts";
import type { Kind, Observation } from "../../../../processors/contract/index.ts";
import { noon, observationOf } from "./request-of.ts";

const second = 1000;
const minute = 60 * second;

const was = (eventId: 5002 | 5011, queue: string, at: number): Observation =>
  observationOf({
    kind: eventId === 5002 ? "host.pool-stopped" : "host.pool-crashed",
    writer: "system",
    at,
    facts: queue === "" ? { eventId } : { eventId, queue },
  });
const worker = (at: number): Observation =>
  observationOf({ kind: "host.worker-crashed", writer: "system", at, facts: { eventId: 1000 } });
const call = (kind: Kind, at: number, facts: Observation["facts"]): Observation =>
  observationOf({ kind, at, facts });

function told(...seen: readonly Observation[]): readonly string[] {
  const ledger = createHostLedger();
  for (const each of seen) ledger.observe(each);
  return ledger
    .problems("ndes01.contoso.test", null)
    .map(({ cause, count, because }) => `${cause.id} ${count}: ${because}`);
}

it("a pool of others says nothing of SCEP", () => {
  expect(
    told(worker(noon), was(5011, "WsusPool", noon + second), was(5002, "WsusPool", noon + minute)),
  ).toEqual([]);
});

it("a crash counts once, whichever events tell of it, and its pool is named", () => {
  expect(told(worker(noon), was(5011, "SCEP", noon + second))).toEqual([
    "contact.app-pool-crash 1: worker processes of the pool SCEP crashed",
  ]);
});

it("the stop of a pool is no crash more", () => {
  expect(
    told(was(5011, "SCEP", noon), was(5011, "SCEP", noon + minute), was(5002, "SCEP", noon + minute)),
  ).toEqual([
    "contact.app-pool-crash 2: worker processes of the pool SCEP crashed",
    "contact.app-pool-stopped 1: Windows stopped the pool SCEP",
  ]);
});

it("a pool that was stopped and answers again is told so", () => {
  const answered = call("contact.pki-operation", noon + minute, { status: 200 });
  expect(told(was(5002, "SCEP", noon), answered)).toEqual([
    "contact.app-pool-stopped 1: Windows stopped the pool SCEP; calls have been answered since",
  ]);
});

it("a pool of any name serves SCEP where HTTP.sys says so, before or after its crash", () => {
  const row = call("contact.http-error", noon + second, {
    queue: "EnrolmentPool",
    httpReason: "Timer_MinBytesPerSecond",
  });
  const said = "contact.app-pool-crash 1: worker processes of the pool EnrolmentPool crashed";
  expect(told(was(5011, "EnrolmentPool", noon), row)).toEqual([said]);
  expect(told(row, was(5011, "EnrolmentPool", noon))).toEqual([said]);
});

it("the pool of the registration point serves SCEP", () => {
  expect(told(was(5011, "Microsoft Intune CRP service Pool", noon))).toEqual([
    "contact.app-pool-crash 1: worker processes of the pool Microsoft Intune CRP service Pool crashed",
  ]);
});

it("a crash that only Application Error tells names no pool, and this is said", () => {
  expect(told(worker(noon), was(5011, "SCEP", noon + 10 * minute))).toEqual([
    "contact.app-pool-crash 2: worker processes of the pool SCEP crashed; a worker process (w3wp.exe) crashed, and no event of WAS says of which pool: it may be another's",
  ]);
});

it("an event without the name of a pool is said to have none", () => {
  expect(told(was(5011, "", noon))).toEqual([
    "contact.app-pool-crash 1: worker processes of a pool without a name crashed",
  ]);
});
