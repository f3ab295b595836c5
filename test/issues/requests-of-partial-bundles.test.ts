import { expect, it } from "vitest";
import type { Observation } from "../../processors/contract/index.ts";
import { claimCause } from "../../processors/causes/index.ts";
import { requestsOf } from "../support/feed-book.ts";
import { crpNotify, crpVerify, inFiles, observed, row } from "../support/observed.ts";

const ndes = observed("ndes", "issue.failed", {
  at: 100,
  thread: "5/7",
  outcome: "failed",
  facts: { eventId: 31, reason: "template-unsupported" },
});
const verifyCall = row(
  "verify.call",
  { endAt: 1400, tookMs: 300 },
  { outcome: "failed", facts: { status: 403, substatus: 16 } },
);
const operation = row("contact.pki-operation", { endAt: 1500, tookMs: 500 });

/** Bundles hold what somebody thought of: each log tells what it can without the others. */
it.each([
  { name: "the registration point's log", observations: crpVerify("9", 0, 300, false), said: ["failed 3"] },
  { name: "the Application log", observations: [ndes], said: ["failed 4"] },
  {
    name: "the IIS log, a call inside of another",
    observations: [verifyCall, operation],
    said: ["failed 3"],
  },
  { name: "the IIS log, a call without one around it", observations: [verifyCall], said: ["failed 3"] },
  {
    name: "IIS and the registration point",
    observations: [...crpVerify("9", 1150, 1350, false), verifyCall, operation],
    said: ["failed 3"],
  },
])("$name alone tells of its request", ({ observations, said }) => {
  const requests = requestsOf(inFiles(observations));
  expect(requests.map(({ outcome, failedStage }) => `${outcome} ${failedStage ?? "-"}`)).toEqual(said);
});

it("a crash nearby explains nothing where the log that would show the call is not there", () => {
  const [request] = requestsOf(inFiles(crpVerify("9", 0, 300)));
  const crashed = { verifiedNear: 0, refusedNear: 0, signals: new Set(["host.pool-crashed"]) };
  expect(request === undefined ? "no request" : claimCause(request, crashed)).toBeNull();
});

/** Without NDESPlugin.log nothing succeeded: the registration point's run of the Notify call was joined only inside of a run of the plug-in. */
const withoutPlugin = (at: number, dropped: boolean): readonly Observation[] => [
  ...crpVerify("9", at + 50, at + 400),
  ...crpNotify("9", at + 700, at + 760, `F${at}.CRS`).filter(
    ({ kind }) => dropped || kind !== "report.queued",
  ),
  row("verify.call", { endAt: at + 420, tookMs: 390 }),
  row("report.call", { endAt: at + 770, tookMs: 75 }),
  row("contact.pki-operation", { endAt: at + 900, tookMs: 900 }),
];
const shown = (observations: readonly Observation[]): readonly string[] =>
  requestsOf(inFiles(observations)).map(
    ({ outcome, stages }) => `${outcome} ${stages.map(({ status }) => status).join(" ")}`,
  );

it("a file that the registration point dropped is an issued certificate, without the plug-in's log as well", () => {
  const said = "succeeded implied done done implied implied pending";
  expect(shown([...withoutPlugin(0, true), ...withoutPlugin(600_000, true)])).toEqual([said, said]);
});

it("a Notify that dropped none leaves open whether anything was issued, and no stage says that it was", () => {
  const said = "unknown implied done done unknown unknown pending";
  expect(shown([...withoutPlugin(0, false), ...withoutPlugin(600_000, false)])).toEqual([said, said]);
});

it("a Notify row alone is no request under way once its PKIOperation call has ended", () => {
  const rows = withoutPlugin(0, true).filter(({ writer }) => writer === "iis");
  expect(shown(rows)).toEqual(["unknown implied done done unknown unknown pending"]);
});
