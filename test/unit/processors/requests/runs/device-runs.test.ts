import { describe, expect, it } from "vitest";
import type { Kind, Observation, Writer } from "../../../../../processors/contract/index.ts";
import { deviceRuns } from "../../../../../processors/requests/runs/device-runs.ts";
import { inFiles, observed } from "../../../../support/observed.ts";
import type { Given } from "../../../../support/observed.ts";

type Line = readonly [kind: Kind, at: number | null, given?: Given];

function lines(writer: Writer, shown: readonly Line[], given: Given = {}): Observation[] {
  return shown.map(([kind, at, more]) => observed(writer, kind, { at, ...given, ...more }));
}

const minute = 60_000;
const profile = { keys: { profileId: "p1" } };

const android = (at: number, thread: string, profileId = "p1", transactionId = "T1"): Observation[] =>
  lines(
    "android-device",
    [
      ["profile.received", at, { keys: { profileId }, outcome: "ok" }],
      ["contact.device-call", at + 100],
      ["contact.device-request", at + 200, { keys: { transactionId } }],
      ["deliver.reply", at + 900, { keys: { transactionId }, outcome: "ok" }],
    ],
    { host: "phone1", thread },
  );

const windows = (at: number, profileId = "p1"): Observation[] =>
  lines(
    "windows-device",
    [
      ["profile.received", at, { keys: { profileId }, outcome: "ok" }],
      ["contact.device-request", at + 100],
      ["deliver.installed", at + 900, { outcome: "ok" }],
      ["deliver.installed", at + 910, { keys: { profileId }, outcome: "ok" }],
    ],
    { host: "pc1" },
  );

/** 306 and 36. */
const begun = (at: number, profileId = "p1"): Observation[] => windows(at, profileId).slice(0, 2);

/** 39 and 309, or 32 and 307. */
const ended = (at: number, isInstalled: boolean, profileId = "p1"): Observation[] =>
  isInstalled
    ? windows(at - 900, profileId).slice(2)
    : lines(
        "windows-device",
        [
          ["contact.device-failed", at, { outcome: "failed" }],
          ["deliver.failed", at + 5, { outcome: "failed" }],
        ],
        { host: "pc1" },
      );

const apple = (at: number | null): Observation[] =>
  lines(
    "apple-device",
    [
      ["contact.device-call", at, { facts: { method: "GetCACaps" } }],
      ["contact.device-call", at, { facts: { method: "GetCACert" } }],
      ["contact.device-request", at],
      ["deliver.installed", at, { ...profile, outcome: "ok" }],
    ],
    { host: "mac1", trust: at === null ? "time-of-day" : "utc" },
  );

const cases: readonly {
  readonly name: string;
  readonly observations: readonly Observation[];
  readonly runs: readonly number[];
  readonly loose?: number;
}[] = [
  { name: "Android: the lines of one thread", observations: android(0, "1/10"), runs: [4] },
  {
    name: "Android: two threads side by side are two enrolments",
    observations: [...android(0, "1/10"), ...android(50, "1/11", "p2", "T2")],
    runs: [4, 4],
  },
  {
    name: "Android: one thread, one enrolment after the other",
    observations: [...android(0, "1/10"), ...android(2000, "1/10", "p2", "T2")],
    runs: [4, 4],
  },
  {
    name: "Android: a later state of the profile, on another thread, belongs to its enrolment",
    observations: [
      ...android(0, "1/10"),
      ...lines("android-device", [["deliver.state", 5 * minute, { ...profile, outcome: "pending" }]], {
        host: "phone1",
        thread: "1/99",
      }),
    ],
    runs: [5],
  },
  {
    name: "Android: the states of root certificates before it lead to the enrolment",
    observations: [
      ...lines("android-device", [["profile.root-state", -500, { outcome: "ok" }]], {
        host: "phone1",
        thread: "1/3",
      }),
      ...android(0, "1/10"),
    ],
    runs: [5],
  },
  {
    name: "Android: a state of root certificates long before has nothing to do with it",
    observations: [
      ...lines("android-device", [["profile.root-state", -30 * minute, { outcome: "ok" }]], {
        host: "phone1",
        thread: "1/3",
      }),
      ...android(0, "1/10"),
    ],
    runs: [4],
    loose: 1,
  },
  {
    name: "Android: work for several profiles at once belongs to none alone",
    observations: [
      ...lines("android-device", [["profile.checked", -500, { facts: { count: 2 } }]], { host: "phone1" }),
      ...android(0, "1/10"),
    ],
    runs: [4],
    loose: 1,
  },
  { name: "Windows: from 306 to 309, with 36 and 39 in between", observations: windows(0), runs: [4] },
  {
    name: "Windows: the next 306 begins another enrolment",
    observations: [...windows(0), ...windows(30_000)],
    runs: [4, 4],
  },
  {
    name: "Windows: an event that names another profile is not of this enrolment",
    observations: [
      ...windows(0),
      ...lines(
        "windows-device",
        [["deliver.failed", 1000, { keys: { profileId: "p2" }, outcome: "failed" }]],
        {
          host: "pc1",
        },
      ),
    ],
    runs: [4, 1],
  },
  {
    name: "Windows: what names no profile belongs to none of two enrolments that are under way",
    observations: [...begun(0), ...begun(10, "p2"), ...ended(900, true), ...ended(1000, true, "p2")],
    runs: [2, 2],
    loose: 4,
  },
  {
    name: "Windows: a failure is that of the enrolment which is still under way, not of the one that was installed",
    observations: [...begun(0), ...begun(10, "p2"), ...ended(900, true), ...ended(1000, false)],
    runs: [2, 3],
    loose: 3,
  },
  {
    name: "Windows: a failure while two are under way is that of the one that is not installed then",
    observations: [...begun(0), ...begun(10, "p2"), ...ended(900, false), ...ended(1000, true, "p2")],
    runs: [3, 2],
    loose: 3,
  },
  {
    name: "Windows: a failure that either can have had belongs to none",
    observations: [...begun(0), ...begun(10, "p2"), ...ended(900, false), ...ended(1000, false)],
    runs: [1, 1],
    loose: 6,
  },
  {
    name: "Windows: each try is an enrolment of its own, and what names the profile ends the last",
    observations: [
      ...begun(0),
      ...ended(900, false),
      ...begun(5 * minute).slice(1),
      ...ended(5 * minute + 900, false),
      ...begun(10 * minute).slice(1),
      ...ended(10 * minute + 900, true),
    ],
    runs: [4, 3, 3],
  },
  {
    name: "Windows: a failure after the installation is none of it",
    observations: [...windows(0), ...ended(minute, false)],
    runs: [4, 2],
  },
  {
    name: "Windows: what names another certificate is not of this enrolment",
    observations: ["AA", "BB"].flatMap((thumbprint, index) =>
      lines("windows-device", [["deliver.installed", index, { keys: { thumbprint }, outcome: "ok" }]], {
        host: "pc1",
      }),
    ),
    runs: [1, 1],
  },
  { name: "Apple: from the first call to the installation", observations: apple(0), runs: [4] },
  { name: "Apple: without dates, in the order of the file", observations: apple(null), runs: [4] },
  {
    name: "Apple: a call for capabilities after the installation begins another enrolment",
    observations: [...apple(0), ...apple(20_000)],
    runs: [4, 4],
  },
  {
    name: "Apple: two files without dates are never mixed",
    observations: [
      ...apple(null).map((one) => ({ ...one, fileId: "mac1/a" })),
      ...apple(null).map((one) => ({ ...one, fileId: "mac1/b" })),
    ],
    runs: [4, 4],
  },
];

describe("enrolments in a device's own log", () => {
  it.each(cases)("$name", ({ observations, runs, loose = 0 }) => {
    const found = deviceRuns(inFiles(observations.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))));
    expect(found.runs.map((run) => run.observations.length)).toEqual(runs);
    expect(found.loose).toHaveLength(loose);
  });

  it("never hold two transactions", () => {
    const calls = ["T1", "T2", "T3"].flatMap((transactionId, index) =>
      lines("android-device", [["contact.device-request", index * 100, { keys: { transactionId } }]], {
        host: "phone1",
        thread: "1/10",
      }),
    );
    expect(deviceRuns(inFiles(calls)).runs).toHaveLength(3);
  });

  it("have no start when no record has a date", () => {
    const [run] = deviceRuns(inFiles(apple(null))).runs;
    expect([run?.start, run?.end]).toEqual([Number.NaN, Number.NaN]);
  });
});
