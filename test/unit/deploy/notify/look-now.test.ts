import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { judged, nothingKnown } from "../../../../alerts/index.ts";
import { lookNow } from "../../../../deploy/notify/look-now.ts";
import { fillStore } from "../../../support/filled-store.ts";
import { folderWith } from "../../../support/log-folder.ts";
import { firing, hostAt, lookMs, minuteMs, promptRules } from "../../../support/looks.ts";
import { madeRequest } from "../../../support/made-requests.ts";
import type { Wish } from "../../../support/made-requests.ts";
import { openTestStore } from "../../../support/sqlite-stores.ts";

const rules = promptRules();

const requestsOf = (count: number, wish: Omit<Wish, "id">): readonly ReturnType<typeof madeRequest>[] =>
  Array.from({ length: count }, (_, index) =>
    madeRequest({ id: JSON.stringify([wish, index]), started: lookMs - minuteMs, ...wish }),
  );

test("failures of the last quarter of an hour without a known cause are told where they are several, and a part of all", async () => {
  const store = openTestStore(join(folderWith({}), "store.db"));
  onTestFinished(() => store.close());
  const filled = await fillStore(store);
  await filled.putHosts(...["ndes01", "ndes02", "ndes03", "ndes04"].map((host) => hostAt(lookMs, { host })));
  await filled.put(
    ...requestsOf(6, { host: "ndes01", outcome: "failed" }),
    ...requestsOf(3, { host: "ndes01", outcome: "failed", cause: "issue.ca-unreachable" }),
    ...requestsOf(3, { host: "ndes01" }),
    ...requestsOf(9, { host: "ndes02", outcome: "failed", cause: "issue.ca-unreachable" }),
    ...requestsOf(99, { host: "ndes03" }),
    ...requestsOf(6, { host: "ndes03", outcome: "failed" }),
    ...requestsOf(9, { host: "ndes04", outcome: "failed", started: lookMs - 16 * minuteMs }),
  );
  const look = await lookNow(store.lookup, rules, { at: lookMs, hearingSince: 0 });
  const { memory } = judged(nothingKnown, look, rules);
  expect(firing(memory)).toEqual([
    "ScepCaUnreachable ndes01 issue.ca-unreachable",
    "ScepCaUnreachable ndes02 issue.ca-unreachable",
    "ScepFailuresUnexplained ndes01",
  ]);
});
