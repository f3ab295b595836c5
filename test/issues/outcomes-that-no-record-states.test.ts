import { expect, it } from "vitest";
import { claimCause } from "../../processors/causes/index.ts";
import type { Observation } from "../../processors/contract/index.ts";
import { requestsOf } from "../support/feed-book.ts";
import { inFiles, legacyRequest, observed, pluginRun, row } from "../support/observed.ts";

const minute = 60_000;
const client = { clientIp: "10.1.2.3", userAgent: "Agent/1" };
/** The host went on for so long after it. */
const later = row("contact.probe", { endAt: 20 * minute, tookMs: 5 }, { outcome: "none" });

const hungUp = legacyRequest("7", 0, "AA").map((one) =>
  one.kind === "contact.pki-operation" ? { ...one, facts: { status: 200, win32: 64 } } : one,
);

/** Lines of one phone's log, a second each. */
function phone(...lines: readonly Observation[]): Observation[] {
  return lines.map((one, index) => ({
    ...one,
    host: "phone1",
    thread: "1/10",
    at: (one.at ?? 0) + index * 1000,
  }));
}

const android = (kind: Observation["kind"], given: Parameters<typeof observed>[2] = {}): Observation =>
  observed("android-device", kind, given);
const tried = android("profile.received", { outcome: "ok", keys: { profileId: "p1" } });
const state = (name: string, previousState: string, outcome: Observation["outcome"]): Observation => ({
  ...android("deliver.state", { outcome, keys: { profileId: "p1" }, facts: { state: name, previousState } }),
});
const reply = android("deliver.reply", {
  outcome: "ok",
  keys: { transactionId: "T1" },
  facts: { pkiStatus: "0" },
});
const made = android("contact.device-request", { keys: { transactionId: "T1" } });
const rootWaits = android("profile.root-state", {
  outcome: "pending",
  facts: { state: "CERT_INSTALL_REQUESTED" },
});
const rootDone = android("profile.root-state", { outcome: "ok", facts: { state: "CERT_INSTALL_SUCCESS" } });

it.each([
  {
    name: "a device that hung up before its answer did not get it",
    observations: [...hungUp, later],
    said: ["failed 5 deliver.client-gone"],
  },
  {
    name: "a certificate that waits for its user is open, though it was issued",
    observations: phone(
      rootDone,
      tried,
      made,
      reply,
      state("CERT_INSTALL_REQUESTED", "CERT_ENROLLED", "pending"),
    ),
    said: ["open - deliver.waiting-for-user"],
  },
  {
    name: "work that began before the root was installed failed at the profile",
    observations: phone(rootWaits, tried),
    said: ["failed 1 profile.root-missing"],
  },
  {
    name: "work that began before the root was installed, and went on, did not",
    observations: phone(rootWaits, tried, made, reply),
    said: ["succeeded - -"],
  },
  {
    name: "a client that fetched the CA certificates and never sent a request failed, once",
    observations: [
      row("contact.capabilities", { endAt: 1000, tookMs: 10 }, { keys: client }),
      row("contact.ca-certificate", { endAt: 2000, tookMs: 10 }, { keys: client }),
      row("contact.ca-certificate", { endAt: 9000, tookMs: 10 }, { keys: client }),
      later,
    ],
    said: ["failed 2 contact.no-pki-operation"],
  },
  {
    name: "a client at the end of the log may still send its request",
    observations: [row("contact.ca-certificate", { endAt: 2000, tookMs: 10 }, { keys: client })],
    said: ["unknown - -"],
  },
  {
    name: "the time of a file in a folder, which may be that of a copy, does not say that the log of the calls goes on",
    observations: [
      row("contact.ca-certificate", { endAt: 2000, tookMs: 10 }, { keys: client }),
      observed("status-file", "report.status-file", { at: 600 * minute, facts: { folder: "processing" } }),
    ],
    said: ["unknown - -"],
  },
  {
    name: "another log that was copied some minutes later does not say so either",
    observations: [
      row("contact.ca-certificate", { endAt: 2000, tookMs: 10 }, { keys: client }),
      observed("system", "host.health", { at: 10 * minute }),
    ],
    said: ["unknown - -"],
  },
  {
    name: "where nobody calls, other logs that go on for long say that the client gave up",
    observations: [
      row("contact.ca-certificate", { endAt: 2000, tookMs: 10 }, { keys: client }),
      observed("system", "host.health", { at: 60 * minute }),
    ],
    said: ["failed 2 contact.no-pki-operation"],
  },
  {
    name: "where others were verified since, the log of the calls is not all there, and the client may have gone on",
    observations: [
      row("contact.ca-certificate", { endAt: 2000, tookMs: 10 }, { keys: client }),
      observed("connector", "verify.finished", { at: 60 * minute, thread: "9/1", outcome: "ok" }),
    ],
    said: ["unknown - -", "unknown - -"],
  },
  {
    name: "a message that NDES could not read failed at the contact, with its call",
    observations: [
      row("contact.pki-operation", { endAt: 3000, tookMs: 40 }, { keys: client }),
      observed("ndes", "contact.unreadable", {
        at: 2985,
        thread: "5/7",
        outcome: "failed",
        facts: { eventId: 17 },
      }),
    ],
    said: ["failed 2 contact.malformed-message"],
  },
])("$name", ({ observations, said }) => {
  const requests = requestsOf(inFiles(observations));
  const quiet = { verifiedNear: 0, refusedNear: 0, signals: new Set<string>(), newestAt: later.at ?? 0 };
  expect(
    requests.map(
      (each) => `${each.outcome} ${each.failedStage ?? "-"} ${claimCause(each, quiet)?.cause.id ?? "-"}`,
    ),
  ).toEqual(said);
});

it("of a request that the CA refused no report is awaited, though NDES told the registration point of it", () => {
  const denied = [
    observed("ca", "issue.received", { at: 400, keys: { caRequestId: "ca/7" } }),
    observed("ca", "issue.denied", { at: 440, keys: { caRequestId: "ca/7" }, outcome: "failed" }),
  ];
  const run = pluginRun("7", { at: 10, returnedAt: 330, notifyAt: 520, notifiedAt: 570 });
  const call = row("contact.pki-operation", { endAt: 590, tookMs: 590 });
  const [request] = requestsOf(inFiles([...run, ...denied, call]));
  expect(request).toMatchObject({ outcome: "failed", failedStage: 4, stageReached: 4 });
  expect(request?.stages.map(({ status }) => status)).toEqual([
    "implied",
    "done",
    "done",
    "failed",
    "unknown",
    "unknown",
  ]);
});
