import { expect, it } from "vitest";
import type { Observation } from "../../processors/contract/index.ts";
import { requestsOf } from "../support/feed-book.ts";
import { inFiles, observed, pluginRun, row } from "../support/observed.ts";

const ip = { clientIp: "10.1.2.3" };
const client = { ...ip, userAgent: "profiled/1.0" };
const calls = [
  row("contact.capabilities", { endAt: 1000, tookMs: 10 }, { keys: client }),
  row("contact.ca-certificate", { endAt: 2000, tookMs: 10 }, { keys: client }),
];

function refused(at: number, httpReason: string, given: Parameters<typeof observed>[2] = {}): Observation {
  const facts = { httpReason, operation: "pkioperation", ...given.facts };
  return observed("httperr", "contact.http-error", { at, outcome: "failed", keys: ip, ...given, facts });
}

/** VerifyRequest, as HTTP.sys logs it where the pool of the registration point is stopped. */
const ownCall = (at: number): Observation =>
  observed("httperr", "contact.http-error", {
    at,
    stage: 3,
    outcome: "failed",
    facts: { httpReason: "AppOffline", status: 503 },
  });

const stopped = (thread: string, at: number): Observation[] =>
  pluginRun(thread, { at, returnedAt: at + 100 }).slice(0, 2);

it.each([
  {
    name: "a call that HTTP.sys refused has the calls of its client before it",
    observations: [...calls, refused(4000, "URL_Length", { keys: { ...ip, transactionId: "T1" } })],
    pieces: [["iis", "iis", "httperr"]],
  },
  {
    name: "a call that its process left behind belongs to the run that stopped",
    observations: [...calls, ...stopped("7", 4100), refused(4000, "Connection_Abandoned_By_ReqQueue")],
    pieces: [["iis", "iis", "httperr", "plugin", "plugin"]],
  },
  {
    name: "two runs that stopped and two calls left behind are two requests, and none is guessed",
    observations: [
      ...stopped("7", 4100),
      ...stopped("8", 4101),
      refused(4000, "Connection_Abandoned_By_ReqQueue"),
      refused(4000, "Connection_Abandoned_By_ReqQueue", { keys: { clientIp: "10.1.2.4" } }),
    ],
    pieces: [
      ["plugin", "plugin"],
      ["plugin", "plugin"],
    ],
  },
  {
    name: "a call of the policy module that HTTP.sys refused belongs to the run that made it",
    observations: [...pluginRun("7", { at: 4100, returnedAt: 4300, verdict: false }), ownCall(4000)],
    pieces: [["httperr", "plugin", "plugin", "plugin", "plugin"]],
  },
  {
    name: "of two runs that can have made it, it belongs to none",
    observations: [
      ...pluginRun("7", { at: 4100, returnedAt: 4300, verdict: false }),
      ...pluginRun("8", { at: 4150, returnedAt: 4350, verdict: false }),
      ownCall(4000),
    ],
    pieces: [
      ["plugin", "plugin", "plugin", "plugin"],
      ["plugin", "plugin", "plugin", "plugin"],
    ],
  },
  {
    name: "with no run it is what is known of a request",
    observations: [ownCall(4000)],
    pieces: [["httperr"]],
  },
  {
    name: "refusals of one client within a minute are one attempt",
    observations: [
      refused(1000, "AppOffline", { facts: { operation: "getcacaps" } }),
      refused(3000, "AppOffline", { facts: { operation: "getcacert" } }),
    ],
    pieces: [["httperr", "httperr"]],
  },
  {
    name: "the same refusal twice is two attempts: behind a proxy all clients look the same",
    observations: [
      refused(1000, "AppOffline", { facts: { operation: "getcacaps" } }),
      refused(3000, "AppOffline", { facts: { operation: "getcacaps" } }),
    ],
    pieces: [["httperr"], ["httperr"]],
  },
])("$name", ({ observations, pieces }) => {
  const requests = requestsOf(inFiles(observations));
  expect(requests.map(({ evidence }) => evidence.map((each) => each.observation.writer))).toEqual(pieces);
});

const minute = 60_000;
const abandonedRuns = [0, 1, 2, 3, 4].flatMap((index) => [
  ...pluginRun(String(20 + index), {
    at: 5 * minute + 300 * index,
    returnedAt: 5 * minute + 300 * index + 400,
  }),
  refused(5 * minute + 3000, "Connection_Abandoned_By_ReqQueue", { keys: { clientIp: `10.1.2.${index}` } }),
]);

const whole = (thread: string, at: number): readonly Observation[] => [
  ...pluginRun(thread, { at: at + 230, returnedAt: at + 630, notifyAt: at + 900, notifiedAt: at + 990 }),
  row("contact.pki-operation", { endAt: at + 1500, tookMs: 1300 }, { keys: client }),
];

it("runs that died with their process do not part the others, before and after, from their calls", () => {
  const observations = [...whole("11", 0), ...abandonedRuns, ...whole("12", 30 * minute)];
  const requests = requestsOf(inFiles(observations));
  expect(requests).toHaveLength(7);
  const succeeded = requests.filter(({ outcome }) => outcome === "succeeded");
  const hasCall = succeeded.map(({ evidence }) =>
    evidence.some(({ observation }) => observation.writer === "iis"),
  );
  expect(hasCall).toEqual([true, true]);
});
