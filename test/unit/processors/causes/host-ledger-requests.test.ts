import { describe, expect, it } from "vitest";
import { claimCause, createHostLedger } from "../../../../processors/causes/index.ts";
import type { KeyType } from "../../../../processors/contract/index.ts";
import { host, idsOf } from "./ledger-of.ts";
import { calm, evidenceOf, noon, requestOf, stagesOf } from "./request-of.ts";

const minute = 60_000;

describe("requests", () => {
  const refusal = (
    index: number,
    at: number,
  ): readonly [ReturnType<typeof requestOf>, ReturnType<typeof claimCause>] => {
    const request = requestOf([evidenceOf({ kind: "verify.refused", writer: "ndes", outcome: "failed" })], {
      id: `r${index}`,
      startedAt: at,
    });
    return [request, claimCause(request, calm)];
  };

  it("that are all refused without a reason point to the connector", () => {
    const ledger = createHostLedger();
    for (let index = 0; index < 5; index += 1) ledger.note(...refusal(index, noon + index));
    expect(ledger.problems(host, null)).toMatchObject([
      { cause: { id: "verify.connector-offline" }, count: 5, oldest: noon },
    ]);
  });

  it("do so wherever their ten minutes begin", () => {
    const ledger = createHostLedger();
    const border = Math.ceil(noon / (10 * minute)) * 10 * minute;
    for (let index = 0; index < 6; index += 1) ledger.note(...refusal(index, border + (index - 3) * minute));
    expect(ledger.problems(host, null)).toMatchObject([{ count: 6, oldest: border - 3 * minute }]);
  });

  it("do not where one device has tried five times", () => {
    const ledger = createHostLedger();
    const by = (index: number): void => {
      const [request, claim] = refusal(index, noon + index * minute);
      ledger.note({ ...request, keys: new Map<KeyType, readonly string[]>([["deviceId", ["d1"]]]) }, claim);
    };
    for (let index = 0; index < 5; index += 1) by(index);
    expect(idsOf(ledger)).toEqual([]);
    by(5);
    expect(idsOf(ledger)).toEqual(["verify.connector-offline"]);
  });

  it("do not when one passes at that time", () => {
    const ledger = createHostLedger();
    for (let index = 0; index < 9; index += 1) ledger.note(...refusal(index, noon + index));
    ledger.note(requestOf([], { outcome: "succeeded", failedStage: null }), null);
    expect(idsOf(ledger)).toEqual([]);
  });

  it.each([
    ["four certificates within six hours are a loop", [0, 60, 120, 300], ["deliver.reissue-loop"]],
    ["in any order", [300, 0, 120, 60], ["deliver.reissue-loop"]],
    ["three are not", [0, 60, 120], []],
    ["four over a day are not", [0, 400, 800, 1200], []],
  ] as const)("of one device: %s", (_name, minutes, expected) => {
    const ledger = createHostLedger();
    for (const at of minutes)
      ledger.note(
        requestOf([], {
          outcome: "succeeded",
          failedStage: null,
          stages: stagesOf(null),
          startedAt: noon + at * minute,
          keys: new Map<KeyType, readonly string[]>([["deviceId", ["d1"]]]),
        }),
        null,
      );
    expect(idsOf(ledger)).toEqual(expected);
  });
});
