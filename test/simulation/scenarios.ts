import { defaultColumns } from "./formats/iis-row.ts";
import type { HostPlan, Scenario } from "./scenario.ts";

export type ScenarioName =
  | "calm-legacy"
  | "calm-unified-transaction"
  | "calm-unified-activity"
  | "calm-unified-thread"
  | "both-generations"
  | "night"
  | "burst-50"
  | "burst-200"
  | "coarse-tick"
  | "retries"
  | "failures"
  | "outage"
  | "clock-skew"
  | "device-logs"
  | "ca-elsewhere"
  | "ca-by-time"
  | "rotation"
  | "header-rewrites"
  | "torn-ends"
  | "example";

const startAt = Date.UTC(2026, 10, 22, 6, 0, 0);

/** A host on an ordinary day: a device every three seconds or so, nothing goes wrong. */
const calm: HostPlan = {
  name: "ndes01",
  connector: "legacy",
  unifiedKeys: "transaction",
  arrivals: { kind: "steady", count: 600, everyMs: 3000 },
  courses: [
    ["success", 96],
    ["expired", 2],
    ["template-unsupported", 2],
  ],
  platforms: [
    ["windows", 60],
    ["android", 25],
    ["ios", 12],
    ["macos", 3],
  ],
  proxyAddress: null,
  postOnly: false,
  androidGets: false,
  threads: 40,
  biasMinutes: 480,
  caHost: null,
  caEvents: 1,
  deviceLogs: 0,
  tickMs: 0,
  clocks: [],
  deviceSkewMs: 0,
  retries: 0,
  elidesQueries: false,
  iisRotation: "daily",
  iisColumns: [defaultColumns],
  rolls: 1,
  eventForm: "wevtutil",
  noiseEveryMs: 4000,
  troubles: [],
};

const unified: Partial<HostPlan> = { connector: "unified", biasMinutes: 0 };

const burst = (perSecond: number, threads: number): Partial<HostPlan> => ({
  arrivals: { kind: "push", perSecond, seconds: 8, pushes: 1, everyMs: 600_000 },
  threads,
  proxyAddress: "10.20.0.30",
  postOnly: true,
  noiseEveryMs: 2000,
});

const scenario = (name: ScenarioName, ...plans: readonly Partial<HostPlan>[]): Scenario => ({
  name,
  startAt,
  hosts: plans.map((plan, index) => ({ ...calm, name: `ndes0${index + 1}`, ...plan })),
  tornEnds: name === "torn-ends",
});

const mixed: HostPlan["courses"] = [
  ["success", 70],
  ["expired", 5],
  ["no-signing-certificate", 5],
  ["template-unsupported", 5],
  ["client-gone", 5],
  ["stuck", 5],
  ["http-500", 5],
];

/** A CA on a host of its own, whose events have no identifier that the NDES side writes as well. */
const keyless: Partial<HostPlan> = {
  caHost: "ca01",
  caEvents: 0,
  arrivals: { kind: "steady", count: 150, everyMs: 300_000 },
  noiseEveryMs: 120_000,
};

/** Refusals of the CA beside what never comes to it, or what it never logs. */
const refusing: HostPlan["courses"] = [
  ["success", 60],
  ["template-unsupported", 12],
  ["permission-denied", 8],
  ["denied", 8],
  ["ca-unreachable", 4],
  ["expired", 4],
  ["pending", 4],
];

const wide = [...defaultColumns, "X-Forwarded-For"];
const shuffled = [
  "date",
  "time",
  "s-sitename",
  "s-computername",
  ...defaultColumns.slice(2, 6),
  ...defaultColumns.slice(8),
];
const narrow = defaultColumns.filter((column) => column !== "time-taken");

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  "calm-legacy": scenario("calm-legacy", {}),
  "calm-unified-transaction": scenario("calm-unified-transaction", { ...unified }),
  "calm-unified-activity": scenario("calm-unified-activity", { ...unified, unifiedKeys: "activity" }),
  "calm-unified-thread": scenario("calm-unified-thread", { ...unified, unifiedKeys: "thread" }),
  "both-generations": scenario("both-generations", { connector: "upgrade" }),
  night: scenario("night", {
    arrivals: { kind: "steady", count: 200, everyMs: 480_000 },
    noiseEveryMs: 1_800_000,
    elidesQueries: true,
  }),
  "burst-50": scenario("burst-50", burst(50, 20)),
  "burst-200": scenario("burst-200", burst(200, 72)),
  "coarse-tick": scenario("coarse-tick", {
    tickMs: 15.625,
    proxyAddress: "10.20.0.30",
    arrivals: { kind: "steady", count: 800, everyMs: 500 },
  }),
  retries: scenario("retries", { retries: 0.3, arrivals: { kind: "steady", count: 400, everyMs: 3000 } }),
  failures: scenario(
    "failures",
    {
      androidGets: true,
      courses: "each",
      arrivals: { kind: "steady", count: 500, everyMs: 6000 },
      troubles: ["connector-stopped", "reissue-loop", "profile-not-received", "general-page"],
    },
    {
      ...unified,
      androidGets: true,
      courses: "each",
      arrivals: { kind: "steady", count: 400, everyMs: 6000 },
      troubles: ["connector-certificate", "ndes-not-started"],
    },
  ),
  outage: scenario(
    "outage",
    { courses: [["offline", 1]], arrivals: { kind: "steady", count: 150, everyMs: 6000 } },
    { ...unified, courses: [["offline", 1]], arrivals: { kind: "steady", count: 150, everyMs: 6000 } },
  ),
  "clock-skew": scenario("clock-skew", {
    caHost: "ca01",
    clocks: [{ source: "security", offsetMs: -47_000, stepAt: null, stepMs: 0 }],
    androidGets: true,
    deviceLogs: 0.3,
    deviceSkewMs: 240_000,
    courses: [["success", 1]],
  }),
  "device-logs": scenario("device-logs", {
    androidGets: true,
    deviceLogs: 0.5,
    arrivals: { kind: "steady", count: 300, everyMs: 4000 },
    courses: [
      ["success", 80],
      ["install-failed-android", 4],
      ["install-failed-windows", 4],
      ["waiting", 4],
      ["profile-rejected", 4],
      ["no-operation", 4],
    ],
  }),
  "ca-elsewhere": scenario(
    "ca-elsewhere",
    { caHost: "ca01", arrivals: { kind: "steady", count: 300, everyMs: 5000 } },
    { caHost: "ca01", arrivals: { kind: "steady", count: 300, everyMs: 5000 }, ...unified },
  ),
  "ca-by-time": scenario(
    "ca-by-time",
    { ...keyless, courses: refusing },
    { ...keyless, courses: refusing, ...unified, unifiedKeys: "thread" },
  ),
  rotation: scenario("rotation", {
    iisRotation: "hourly",
    rolls: 2,
    arrivals: { kind: "steady", count: 500, everyMs: 60_000 },
    noiseEveryMs: 60_000,
  }),
  "header-rewrites": scenario("header-rewrites", { iisColumns: [defaultColumns, wide, shuffled, narrow] }),
  "torn-ends": scenario("torn-ends", { courses: mixed }),
  example: scenario(
    "example",
    {
      courses: [
        ["success", 80],
        ["stuck", 12],
        ["expired", 8],
      ],
      arrivals: { kind: "steady", count: 26, everyMs: 30_000 },
      noiseEveryMs: 20_000,
      androidGets: true,
      deviceLogs: 0.1,
    },
    {
      courses: [
        ["success", 50],
        ["no-signing-certificate", 50],
      ],
      arrivals: { kind: "steady", count: 18, everyMs: 40_000 },
      noiseEveryMs: 20_000,
    },
    {
      ...unified,
      courses: [
        ["success", 60],
        ["template-unsupported", 20],
        ["mismatch", 20],
      ],
      arrivals: { kind: "steady", count: 18, everyMs: 40_000 },
      noiseEveryMs: 20_000,
      eventForm: "viewer",
    },
  ),
};
