import { describe, expect, it } from "vitest";
import type {
  Evidence,
  Grade,
  Kind,
  Stage,
  StageStatus,
  Writer,
} from "../../../../../processors/contract/index.ts";
import { stageViews } from "../../../../../processors/requests/views/stages.ts";
import { observed, startMs } from "../../../../support/observed.ts";
import type { Given } from "../../../../support/observed.ts";

type Line = readonly [kind: Kind, given?: Given & { readonly writer?: Writer; readonly grade?: Grade }];

function evidenceOf([kind, { writer = "other", grade = "exact", ...given } = {}]: Line): Evidence {
  const observation = observed(writer, kind, given);
  return { observation, stage: observation.stage === 0 ? 3 : observation.stage, grade, why: "a test" };
}

function statusOf(stage: Stage, lines: readonly Line[]): StageStatus | undefined {
  return stageViews(lines.map((line) => evidenceOf(line)))[stage - 1]?.status;
}

const ok = { outcome: "ok" } as const;
const failed = { outcome: "failed" } as const;
const pending = { outcome: "pending" } as const;
const inFolder = (folder: "processing" | "succeed" | "failed") => ({ facts: { folder } });

const cases: readonly (readonly [stage: Stage, status: StageStatus, name: string, lines: readonly Line[]])[] =
  [
    [1, "done", "the profile arrived", [["profile.received", ok]]],
    [1, "failed", "the profile was rejected", [["profile.rejected", failed]]],
    [
      1,
      "done",
      "the profile arrived while a root certificate waits",
      [
        ["profile.root-state", pending],
        ["profile.received", ok],
      ],
    ],
    [2, "done", "IIS answered the PKIOperation", [["contact.pki-operation"]]],
    [2, "failed", "IIS refused the PKIOperation", [["contact.pki-operation", failed]]],
    [
      2,
      "done",
      "IIS answered 500 for a verification that was refused inside of the call",
      [
        ["contact.pki-operation", failed],
        ["verify.finished", failed],
      ],
    ],
    [
      5,
      "unknown",
      "a report waits for what the CA refused",
      [
        ["issue.denied", failed],
        ["report.status-file", inFolder("processing")],
      ],
    ],
    [
      2,
      "done",
      "a call before it failed, and IIS answered the PKIOperation",
      [["contact.capabilities", failed], ["contact.pki-operation"]],
    ],
    [2, "failed", "a call before it failed, and nothing followed", [["contact.capabilities", failed]]],
    [
      2,
      "done",
      "the calls before it were answered",
      [
        ["contact.capabilities", ok],
        ["contact.ca-certificate", ok],
      ],
    ],
    [2, "done", "the device made its request", [["contact.device-request"]]],
    [2, "unknown", "the device says that it calls", [["contact.device-call"]]],
    [3, "pending", "verification began", [["verify.started"]]],
    [3, "done", "it finished well", [["verify.started"], ["verify.finished", ok]]],
    [3, "failed", "it finished badly", [["verify.started"], ["verify.finished", failed]]],
    [
      3,
      "done",
      "an error on the way, and it finished well",
      [
        ["verify.failed", failed],
        ["verify.finished", ok],
      ],
    ],
    [
      3,
      "failed",
      "NDES refused, though a writer finished well",
      [
        ["verify.finished", ok],
        ["verify.refused", failed],
      ],
    ],
    [3, "failed", "an error, and no end", [["verify.started"], ["verify.failed", failed]]],
    [4, "pending", "the CA received it", [["issue.received"]]],
    [4, "done", "the CA issued", [["issue.received"], ["issue.issued", ok]]],
    [4, "failed", "the CA denied", [["issue.received"], ["issue.denied", failed]]],
    [4, "failed", "NDES could not submit", [["issue.failed", failed]]],
    [4, "pending", "an officer has to approve", [["issue.received"], ["issue.pending", pending]]],
    [
      4,
      "done",
      "an officer approved",
      [
        ["issue.pending", pending],
        ["issue.issued", ok],
      ],
    ],
    [
      5,
      "done",
      "installed",
      [
        ["deliver.state", pending],
        ["deliver.installed", ok],
      ],
    ],
    [
      5,
      "failed",
      "the installation failed",
      [
        ["deliver.reply", ok],
        ["deliver.failed", failed],
      ],
    ],
    [
      5,
      "done",
      "installed after a failure",
      [
        ["deliver.failed", failed],
        ["deliver.installed", ok],
      ],
    ],
    [
      5,
      "pending",
      "the user is waited for",
      [
        ["deliver.reply", ok],
        ["deliver.state", pending],
      ],
    ],
    [5, "done", "the reply was read", [["deliver.reply", ok]]],
    [6, "pending", "Notify began", [["report.started"]]],
    [6, "pending", "Notify finished: the report is queued", [["report.finished", ok]]],
    [6, "failed", "Notify failed", [["report.finished", failed]]],
    [
      6,
      "pending",
      "the file waits",
      [
        ["report.finished", ok],
        ["report.status-file", { ...pending, ...inFolder("processing") }],
      ],
    ],
    [
      6,
      "done",
      "the file was moved to Succeed",
      [
        ["report.finished", failed],
        ["report.status-file", { ...ok, ...inFolder("succeed") }],
      ],
    ],
    [
      6,
      "failed",
      "the file was moved to Failed",
      [
        ["report.finished", ok],
        ["report.status-file", { ...failed, ...inFolder("failed") }],
      ],
    ],
    [
      6,
      "done",
      "the connector reported",
      [
        ["report.retrying", pending],
        ["report.completed", ok],
      ],
    ],
    [6, "pending", "the connector tries again", [["report.retrying", pending]]],
    [
      6,
      "failed",
      "the connector gave up",
      [
        ["report.retrying", pending],
        ["report.failed", failed],
      ],
    ],
    [6, "done", "its batch went through", [["report.entry"], ["report.batch", ok]]],
  ];

describe("the status of a stage", () => {
  it.each(cases)("%i is %s: %s", (stage, status, _name, lines) => {
    expect(statusOf(stage, lines)).toBe(status);
  });

  it("is unknown without evidence, and implied when a later stage was seen", () => {
    const views = stageViews([["issue.received"] as const].map((line) => evidenceOf(line)));
    expect(views.map(({ status }) => status)).toEqual([
      "implied",
      "implied",
      "implied",
      "pending",
      "unknown",
      "unknown",
    ]);
  });

  it("is not implied by a reply that refuses: verification or the CA may be what said no", () => {
    const refusals = [
      ["deliver.reply", { ...failed, facts: { pkiStatus: "2" } }],
      ["deliver.failed", { ...failed, facts: { reason: "reply-unusable" } }],
    ] as const;
    const after = (lines: readonly Line[]) =>
      stageViews(lines.map((line) => evidenceOf(line))).map(({ status }) => status);
    for (const refusal of refusals) {
      expect(after([refusal])).toEqual(["implied", "implied", "unknown", "unknown", "failed", "unknown"]);
      expect(after([["issue.issued", ok], refusal])).toEqual([
        "implied",
        "implied",
        "implied",
        "done",
        "failed",
        "unknown",
      ]);
    }
    expect(after([["deliver.failed", failed]])).toEqual([
      "implied",
      "implied",
      "implied",
      "implied",
      "failed",
      "unknown",
    ]);
  });
});

describe("the time of a stage", () => {
  const view = (stage: Stage, lines: readonly Line[]) =>
    stageViews(lines.map((line) => evidenceOf(line)))[stage - 1];

  it("is from its first to its last record", () => {
    const shown = view(3, [
      ["verify.started", { at: 100 }],
      ["verify.finished", { at: 980, ...ok }],
    ]);
    expect([(shown?.at ?? 0) - startMs, shown?.durationMs]).toEqual([100, 880]);
  });

  it("is that of a row rather than that of the last copy of a status file", () => {
    const shown = view(6, [
      ["report.call", { writer: "iis", at: 1000, ...ok }],
      ["report.status-file", { at: 90_000_000, ...inFolder("succeed") }],
    ]);
    expect((shown?.at ?? 0) - startMs).toBe(1000);
    const alone = view(6, [["report.status-file", { at: 90_000_000, ...inFolder("succeed") }]]);
    expect((alone?.at ?? 0) - startMs).toBe(90_000_000);
  });

  it("is that of the fine clocks where rows tell the second only", () => {
    const shown = view(3, [
      ["verify.started", { at: 1100 }],
      ["verify.finished", { at: 1980, ...ok }],
      ["verify.call", { writer: "iis", at: 1000, durationMs: 875 }],
    ]);
    expect([(shown?.at ?? 0) - startMs, shown?.durationMs]).toEqual([1100, 880]);
  });

  it("is that of the row where there is nothing finer", () => {
    const shown = view(2, [["contact.pki-operation", { writer: "iis", at: 2000, durationMs: 1590 }]]);
    expect([(shown?.at ?? 0) - startMs, shown?.durationMs]).toEqual([410, 1590]);
  });

  it("is not before the stamp of a row that lasted less than the stamp tells", () => {
    const shown = view(2, [["contact.pki-operation", { writer: "iis", at: 2000, durationMs: 590 }]]);
    expect([(shown?.at ?? 0) - startMs, shown?.durationMs]).toEqual([2000, 590]);
  });

  it("is not told by records without a date", () => {
    const shown = view(5, [["deliver.installed", { at: null, trust: "time-of-day", ...ok }]]);
    expect([shown?.at, shown?.durationMs]).toEqual([null, null]);
  });
});

describe("how sure a stage is", () => {
  const gradesOf = (stage: Stage, lines: readonly Line[]): readonly (Grade | undefined)[] => {
    const view = stageViews(lines.map((line) => evidenceOf(line)))[stage - 1];
    return [view?.grade ?? undefined, view?.timeGrade];
  };

  it("is that of its surest records, where they say the same alone", () => {
    const grades: readonly Grade[] = ["probable", "key", "exact"];
    const received = grades.map((grade) => ["issue.received", { grade }] as const);
    expect(gradesOf(4, received)).toEqual(["key", undefined]);
    expect(gradesOf(4, [["issue.received", { grade: "probable" }]])).toEqual(["probable", undefined]);
    expect(gradesOf(4, [])).toEqual([undefined, undefined]);
  });

  it.each([
    ["its begin", [100, 900]],
    ["its end", [900, 100]],
  ] as const)("is another for its times, where less sure records tell %s", (_what, [probableAt, exactAt]) => {
    const operation = ["contact.pki-operation", { at: exactAt, ...ok }] as const;
    const call = { at: probableAt, grade: "probable", ...ok } as const;
    expect(gradesOf(2, [operation, ["contact.capabilities", call]])).toEqual(["exact", "probable"]);
    expect(gradesOf(2, [operation, ["contact.capabilities", { ...call, at: exactAt }]])).toEqual([
      "exact",
      undefined,
    ]);
  });

  it("is that of what tells its status: that it has begun is sure, and how it ended is not", () => {
    const begun = ["verify.started", { grade: "exact" }] as const;
    expect(gradesOf(3, [begun, ["verify.finished", { grade: "probable", ...failed }]])[0]).toBe("probable");
    expect(gradesOf(3, [begun, ["verify.finished", { grade: "exact", ...failed }]])[0]).toBe("exact");
  });
});
