import { expect, test } from "vitest";
import {
  alerts,
  conditions,
  judged,
  nothingKnown,
  withoutAlert,
  withoutCondition,
} from "../../../../alerts/index.ts";
import { catalogue } from "../../../../processors/index.ts";
import { hostSource } from "../../../support/host-source.ts";
import {
  after,
  firing,
  hostAt,
  lookAt,
  lookMs,
  minuteMs,
  problem,
  promptRules,
} from "../../../support/looks.ts";
import type { Seen } from "../../../support/looks.ts";

const rules = promptRules();
const requests =
  (cause: string, count: number, decided = count) =>
  (): Seen => ({ claimed: [{ cause, host: "ndes01", requests: count }], decided: { ndes01: decided } });
const unexplained =
  (count: number, decided = count) =>
  (): Seen => ({ unexplained: { ndes01: count }, decided: { ndes01: decided } });
const problems =
  (...all: readonly (readonly [string, number, number?])[]) =>
  (at: number): Seen => ({
    hosts: [
      hostAt(at, {
        problems: all.map(([cause, count, minutes]) =>
          problem(cause, count, minutes === undefined ? null : at - minutes * minuteMs),
        ),
      }),
    ],
  });
const sources =
  (...all: readonly Parameters<typeof hostSource>[0][]) =>
  (at: number): Seen => ({ hosts: [hostAt(at, { sources: all.map((parts) => hostSource(parts)) })] });
const quiet = (): Seen => ({});

test.each<readonly [string, Parameters<typeof after>[1], readonly string[]]>([
  ["nothing is wrong", [[0, quiet]], []],
  ["one failed request is below the volume", [[0, requests("issue.ca-unreachable", 1)]], []],
  [
    "as many as the table says",
    [[0, requests("issue.ca-unreachable", 2)]],
    ["ScepCaUnreachable ndes01 issue.ca-unreachable"],
  ],
  [
    "ten thousand are one",
    [[0, requests("issue.ca-unreachable", 10_000)]],
    ["ScepCaUnreachable ndes01 issue.ca-unreachable"],
  ],
  [
    "it ends with them",
    [
      [0, requests("issue.ca-unreachable", 9)],
      [16, quiet],
    ],
    [],
  ],
  ["a share that is small", [[0, requests("verify.challenge-expired", 10, 100)]], []],
  [
    "a share that is great",
    [[0, requests("verify.challenge-expired", 30, 100)]],
    ["ScepChallengesExpired ndes01 verify.challenge-expired"],
  ],
  ["a share of a few", [[0, requests("contact.http-500", 6, 8)]], []],
  [
    "a share of many",
    [[0, requests("contact.http-500", 6, 12)]],
    ["ScepServerErrors ndes01 contact.http-500"],
  ],
  [
    "one alert for several causes has the cause of each",
    [[0, requests("verify.crp-500", 3)]],
    ["ScepVerifyBroken ndes01 verify.crp-500"],
  ],
  ["few failures without a known cause", [[0, unexplained(4)]], []],
  ["some of very many", [[0, unexplained(9, 100)]], []],
  ["several failures without a known cause", [[0, unexplained(5, 40)]], ["ScepFailuresUnexplained ndes01"]],
  ["how a healthy server answers a browser", [[0, requests("contact.forbidden-healthy", 99)]], []],
  [
    "a stopped connector",
    [[0, problems(["host.connector-stopped", 1])]],
    ["ScepConnectorStopped ndes01 host.connector-stopped"],
  ],
  [
    "a connector that is started again",
    [
      [0, problems(["host.connector-stopped", 1])],
      [1, quiet],
    ],
    [],
  ],
  ["a young backlog", [[0, problems(["report.stuck-in-processing", 5, 20])]], []],
  [
    "an old backlog",
    [[0, problems(["report.stuck-in-processing", 5, 40])]],
    ["ScepReportBacklog ndes01 report.stuck-in-processing"],
  ],
  [
    "signs that were there when it was first looked at",
    [
      [0, problems(["contact.app-pool-crash", 7])],
      [1, problems(["contact.app-pool-crash", 7])],
    ],
    [],
  ],
  [
    "signs that are added",
    [
      [0, problems(["contact.app-pool-crash", 7])],
      [1, problems(["contact.app-pool-crash", 9])],
    ],
    ["ScepAppPoolCrashing ndes01 contact.app-pool-crash"],
  ],
  [
    "the first signs of a host that was healthy",
    [
      [0, quiet],
      [5, problems(["contact.app-pool-crash", 1])],
      [9, problems(["contact.app-pool-crash", 2])],
    ],
    ["ScepAppPoolCrashing ndes01 contact.app-pool-crash"],
  ],
  [
    "signs that are older than the window",
    [
      [0, quiet],
      [5, problems(["contact.app-pool-crash", 2])],
      [70, problems(["contact.app-pool-crash", 2])],
    ],
    [],
  ],
  [
    "signs that were counted anew",
    [
      [0, problems(["contact.app-pool-crash", 9])],
      [1, problems(["contact.app-pool-crash", 1])],
    ],
    [],
  ],
  [
    "old logs",
    [
      [0, (at) => ({ hosts: [hostAt(at, { eventAt: at - 9e7, passedAt: null })] })],
      [
        1,
        (at) => ({
          hosts: [
            hostAt(at, {
              eventAt: at - 8e7,
              passedAt: null,
              problems: [problem("contact.app-pool-crash", 5)],
            }),
          ],
        }),
      ],
    ],
    [],
  ],
  [
    "a folder that is gone",
    [[0, sources({ name: "IIS" }, { name: "NDES", condition: "missing" })]],
    ["ScepSourceMissing ndes01 NDES"],
  ],
  [
    "two folders that cannot be read",
    [[0, sources({ name: "A", condition: "denied" }, { name: "B", condition: "failing" })]],
    ["ScepSourceUnreadable ndes01 A", "ScepSourceUnreadable ndes01 B"],
  ],
  [
    "bytes that never came",
    [
      [0, sources({ gapBytes: 10 })],
      [1, sources({ gapBytes: 11 })],
    ],
    ["ScepLogBytesMissing ndes01"],
  ],
])("%s", (_, seen, expected) => {
  expect(firing(after(rules, seen))).toEqual(expected);
});

test("a condition fires when it has held for as long as its alert waits, and waits anew after a pause", () => {
  const patient = promptRules("alerts: { ScepCaUnreachable: { for: 2m } }");
  const bad = requests("issue.ca-unreachable", 2);
  expect(
    firing(
      after(patient, [
        [0, bad],
        [1, bad],
      ]),
    ),
  ).toEqual([]);
  const twoMinutes = after(patient, [
    [0, bad],
    [1, bad],
    [2, bad],
  ]);
  expect(firing(twoMinutes)).toEqual(["ScepCaUnreachable ndes01 issue.ca-unreachable"]);
  expect([...twoMinutes.held.values()][0]?.alert.startsAt).toBe(lookMs + 2 * minuteMs);
  expect(
    firing(
      after(patient, [
        [0, bad],
        [1, quiet],
        [2, bad],
        [3, bad],
      ]),
    ),
  ).toEqual([]);
});

test("a collector that is silent is told of alone: what fired before neither ends nor grows, and nothing begins", () => {
  const bad = requests("issue.ca-unreachable", 2);
  const silent = (at: number): Seen => ({
    claimed: [
      { cause: "issue.denied", host: "ndes01", requests: 99 },
      { cause: "issue.denied", host: "ndes02", requests: 99 },
    ],
    hosts: [
      hostAt(at, { readAt: at - 6 * minuteMs, problems: [problem("host.connector-stopped")] }),
      hostAt(at, { host: "ndes02" }),
    ],
  });
  const during = [
    "ScepCaUnreachable ndes01 issue.ca-unreachable",
    "ScepCollectorSilent ndes01 host.collector-silent",
    "ScepIssueFailing ndes02 issue.denied",
  ];
  expect(
    firing(
      after(rules, [
        [0, bad],
        [1, silent],
        [30, silent],
      ]),
    ),
  ).toEqual(during);
  expect(
    firing(
      after(rules, [
        [0, bad],
        [1, silent],
        [30, quiet],
      ]),
    ),
  ).toEqual([]);
  expect(
    firing(
      after(rules, [
        [0, bad],
        [1, silent],
        [30, bad],
      ]),
    ),
  ).toEqual(during.slice(0, 1));
});

test("who was not heard while nothing was kept is not told as silent until as long a time has passed since; who was silent before stays so", () => {
  const unheard =
    (heardMinute: number, hearingMinute: number | null) =>
    (at: number): Seen => ({
      hosts: [hostAt(at, { readAt: lookMs + heardMinute * minuteMs })],
      ...(hearingMinute === null ? {} : { hearingSince: lookMs + hearingMinute * minuteMs }),
    });
  const silent = "ScepCollectorSilent ndes01 host.collector-silent";
  const outage = [
    [0, unheard(0, null)],
    [30, unheard(0, 29)],
  ] as const;
  expect(firing(after(rules, outage))).toEqual([]);
  expect(firing(after(rules, [...outage, [31, unheard(30, 29)]]))).toEqual([]);
  expect(firing(after(rules, [...outage, [35, unheard(0, 29)]]))).toEqual([silent]);
  const before = [
    [6, unheard(0, null)],
    [30, unheard(0, 29)],
  ] as const;
  expect(firing(after(rules, before))).toEqual([silent]);
  expect(firing(after(rules, [...before, [31, unheard(30, 29)]]))).toEqual([]);
});

test("the same look again changes nothing", () => {
  const look = lookAt(lookMs, requests("issue.ca-unreachable", 2)(), rules);
  const { memory } = judged(nothingKnown, look, rules);
  expect(judged(memory, look, rules).memory).toEqual(memory);
});

test("more than can hold at once is left out and counted, and what held before stays", () => {
  const few = promptRules("", 2);
  const on = (...hosts: readonly string[]): Seen => ({
    claimed: hosts.map((host) => ({ cause: "issue.denied", host, requests: 9 })),
  });
  const first = judged(nothingKnown, lookAt(lookMs, on("c"), few), few);
  const second = judged(first.memory, lookAt(lookMs + 1000, on("a", "b", "c"), few), few);
  expect(firing(second.memory)).toEqual([
    "ScepIssueFailing a issue.denied",
    "ScepIssueFailing c issue.denied",
  ]);
  expect(second.leftOut).toBe(1);
});

test("an alert that is switched off holds never, and another severity is another label", () => {
  const chosen = promptRules(
    "alerts: { ScepCaUnreachable: { enabled: false }, ScepIssueFailing: { severity: info } }",
  );
  const both = (): Seen => ({
    claimed: ["issue.ca-unreachable", "issue.denied"].map((cause) => ({
      cause,
      host: "ndes01",
      requests: 99,
    })),
  });
  const { held } = after(chosen, [[0, both]]);
  expect(
    [...held.values()].map(({ alert: { labels } }) => [labels["alertname"], labels["severity"]]),
  ).toEqual([["ScepIssueFailing", "info"]]);
});

test("each failure that an alert is about has a condition here, or a reason why not", () => {
  const told = new Set(
    [...conditions.values()]
      .flat()
      .flatMap((condition) =>
        "causes" in condition ? condition.causes : "cause" in condition ? [condition.cause] : [],
      ),
  );
  const silent = "host.collector-silent";
  const untold = catalogue.map(({ id }) => id).filter((id) => !told.has(id) && id !== silent);
  expect(
    untold.toSorted(),
    "say in `ways` of alerts/one-box/conditions.ts how the alert about it is seen, or in withoutCondition why not",
  ).toEqual([...withoutAlert.keys(), ...withoutCondition.keys()].toSorted());
  const about = new Set(alerts.flatMap((alert) => [...alert.about, alert.cause ?? ""]));
  expect([...told].filter((id) => !about.has(id))).toEqual([]);
});

test("a host that no log was ever found of does not fall silent: its collector only did not know yet whose its places are", () => {
  const unknown = (at: number): Seen => ({
    hosts: [hostAt(at, { readAt: lookMs, sources: [] }), hostAt(at, { host: "ndes02" })],
  });
  expect(firing(after(rules, [[30, unknown]]))).toEqual([]);
});
