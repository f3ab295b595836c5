import { expect, test } from "vitest";
import type { Kind, Observation, Request } from "../../../../processors/contract/index.ts";
import { createPreview, previewLimits } from "../../../../processors/preview/index.ts";
import { inFiles, row } from "../../../support/observed.ts";

const devices = 4 * previewLimits.loneCallsMax;

/** A call of each device within two seconds, each from its address. */
function callsOf(kinds: readonly Kind[], addressOf: (device: number) => string): Observation[] {
  const calls = Array.from({ length: devices }, (_, device) =>
    kinds.map((kind, index) =>
      row(
        kind,
        { endAt: 1000 + device * 20 + index * 200, tookMs: 10 },
        { keys: { clientIp: addressOf(device), userAgent: "agent" } },
      ),
    ),
  );
  return inFiles(calls.flat().toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)));
}

function shownOf(observations: readonly Observation[]): readonly Request[] {
  const preview = createPreview();
  preview.add(observations);
  while (preview.refresh().isMore);
  return [...preview.requests()];
}

const own = (device: number): string => `10.0.0.${device}`;

test("of devices with addresses of their own each is shown while its operation is awaited, however many come at once", () => {
  const shown = shownOf(callsOf(["contact.capabilities", "contact.ca-certificate"], own));
  expect(shown.map(({ evidence }) => evidence.length)).toEqual(Array.from({ length: devices }, () => 2));
  expect(new Set(shown.map(({ outcome }) => outcome))).not.toContain("failed");
});

test("operations of which nothing else is logged yet are shown one by one for addresses that differ, and not for a crowd behind one", () => {
  expect(shownOf(callsOf(["contact.pki-operation"], own))).toHaveLength(devices);
  expect(shownOf(callsOf(["contact.pki-operation"], () => "10.0.0.1"))).toEqual([]);
});
