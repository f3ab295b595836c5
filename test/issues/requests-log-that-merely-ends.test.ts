import { expect, it } from "vitest";
import { requestsOf } from "../support/feed-book.ts";
import { inFiles, observed, pluginRun, row } from "../support/observed.ts";

const stopped = [
  observed("plugin", "verify.started", { at: 0, thread: "1", resolutionMs: 1 }),
  observed("plugin", "run.sent", { at: 1, thread: "1", resolutionMs: 1 }),
];
/** Another log of the host reaches ten minutes further. */
const elsewhere = row("contact.capabilities", { endAt: 600_000, tookMs: 5 });
const outcomeOf = (more: Parameters<typeof inFiles>[0]): string | undefined =>
  requestsOf(inFiles([...stopped, ...more])).find(
    ({ evidence }) => evidence[0]?.observation.writer === "plugin",
  )?.outcome;

it("a plug-in log that ends after Sending may have been copied too early: the request has not failed", () => {
  expect(outcomeOf([elsewhere])).not.toBe("failed");
});

it("a run that stopped while its own log goes on has failed", () => {
  expect(outcomeOf([...pluginRun("2", { at: 590_000, returnedAt: 590_500 }), elsewhere])).toBe("failed");
});

it("a 500 around a run that stopped is no failure of the contact: NDES had called the policy module", () => {
  const call = row(
    "contact.pki-operation",
    { endAt: 30_000, tookMs: 30_200 },
    { outcome: "failed", facts: { status: 500 } },
  );
  const [request] = requestsOf(
    inFiles([...stopped, call, ...pluginRun("2", { at: 590_000, returnedAt: 590_500 })]),
  );
  expect(request?.failedStage).toBe(3);
  expect(request?.stages.map(({ status }) => status).slice(0, 3)).toEqual(["implied", "done", "failed"]);
});

it("a client that hung up proves neither verification nor issue", () => {
  const call = row(
    "contact.pki-operation",
    { endAt: 500, tookMs: 450 },
    { facts: { status: 200, win32: 64 } },
  );
  const [request] = requestsOf(inFiles([call]));
  expect(request?.stages.map(({ status }) => status)).toEqual([
    "implied",
    "done",
    "unknown",
    "unknown",
    "failed",
    "unknown",
  ]);
});
