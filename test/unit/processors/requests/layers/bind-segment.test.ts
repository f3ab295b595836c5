import { describe, expect, it } from "vitest";
import type { Observation, Request } from "../../../../../processors/contract/index.ts";
import { requestsOf } from "../../../../support/feed-book.ts";
import {
  caIssued,
  crpNotify,
  crpVerify,
  inFiles,
  legacyRequest,
  observed,
  pluginRun,
  row,
  statusFile,
} from "../../../../support/observed.ts";

/** Grade of each kind of a writer's evidence, `-` for none. */
function gradeOf(request: Request | undefined, writer: string, kind: string): string {
  const found = request?.evidence.find(
    ({ observation }) => observation.writer === writer && observation.kind === kind,
  );
  return found?.grade ?? "-";
}

const calm = (count: number): Observation[] =>
  Array.from({ length: count }, (_, index) =>
    legacyRequest(`${1400 + (index % 7)}`, index * 5000, `F${index}`),
  ).flat();

describe("on a calm host of the first generation", () => {
  it("all records of a request are bound with certainty", () => {
    const requests = requestsOf(inFiles(calm(6)));
    expect(requests).toHaveLength(6);
    for (const { evidence, candidates, generation, outcome } of requests) {
      expect(evidence.map(({ grade }) => grade)).not.toContain("probable");
      expect(evidence).toHaveLength(17);
      expect([candidates.length, generation, outcome]).toEqual([0, "legacy", "succeeded"]);
    }
  });

  it("a lost record of the registration point leaves all others where they belong", () => {
    const all = calm(6);
    for (const lost of all.keys()) {
      if (all[lost]?.writer !== "crp") continue;
      const requests = requestsOf(inFiles(all.toSpliced(lost, 1)));
      // Without the lines that name it, a status file has nothing that tells whose it is, and stands alone.
      expect(requests.filter(({ evidence }) => evidence.length > 1)).toHaveLength(6);
      for (const request of requests) {
        const places = request.evidence.map(({ observation }) => Math.floor((observation.at ?? 0) / 5000));
        expect(new Set(places).size).toBe(1);
      }
    }
  });

  it("a source that is missing altogether takes nothing from what the others say", () => {
    for (const writer of ["crp", "iis", "status-file"]) {
      const requests = requestsOf(inFiles(calm(6).filter((one) => one.writer !== writer)));
      expect([writer, requests.map(({ outcome }) => outcome)]).toEqual([
        writer,
        Array.from({ length: 6 }, () => "succeeded"),
      ]);
    }
  });
});

describe("a refused VerifyRequest call that the policy module's log, which is there, has nothing of", () => {
  const refused = (at: number): Observation =>
    row(
      "verify.call",
      { endAt: at, tookMs: 30 },
      { outcome: "failed", facts: { status: 403, substatus: 7 } },
    );
  const run = pluginRun("1400", { at: 0, returnedAt: 500 });

  it("is a failed request of its own where it touches nothing", () => {
    const requests = requestsOf(inFiles([...run, refused(60_500), refused(120_500)]));
    expect(requests.map(({ outcome, failedStage }) => [outcome, failedStage])).toEqual([
      ["unknown", null],
      ["failed", 3],
      ["failed", 3],
    ]);
  });

  it("belongs to the only PKIOperation call that it lies in", () => {
    const around = row("contact.pki-operation", { endAt: 60_900, tookMs: 800 });
    const requests = requestsOf(inFiles([...run, refused(60_500), around]));
    expect(requests.map(({ outcome, evidence }) => [outcome, evidence.length])).toEqual([
      ["unknown", run.length],
      ["failed", 2],
    ]);
    expect(gradeOf(requests[1], "iis", "verify.call")).toBe("probable");
  });

  it("is bound to nothing where it touches a run, and least of all to one whose challenge was verified", () => {
    const requests = requestsOf(inFiles([...run, refused(900)]));
    expect(requests).toHaveLength(1);
    expect(gradeOf(requests[0], "iis", "verify.call")).toBe("-");
  });
});

describe("two requests at one time", () => {
  const side = (thread: string, at: number, tookMs: number): Observation[] => [
    ...pluginRun(thread, { at, returnedAt: at + tookMs + 10 }),
    ...crpVerify(`c${thread}`, at + 5, at + 5 + tookMs),
  ];

  it("are told apart with certainty where containment leaves one way", () => {
    const requests = requestsOf(inFiles([...side("1", 0, 800), ...side("2", 100, 300)]));
    const runs = requests.map(({ evidence }) => [
      new Set(evidence.map(({ observation }) => observation.thread.replace("c", ""))).size,
      evidence.length,
      evidence.every(({ grade }) => grade === "exact"),
    ]);
    expect(runs).toEqual([
      [1, 7, true],
      [1, 7, true],
    ]);
  });

  it("that look alike are two requests, and what fits both is a candidate of both", () => {
    const twins = [
      ...pluginRun("1", { at: 0, returnedAt: 400 }),
      ...pluginRun("2", { at: 0, returnedAt: 400 }),
      ...crpVerify("c1", 100, 300),
      ...crpVerify("c2", 100, 300),
    ];
    const requests = requestsOf(inFiles(twins));
    expect(requests).toHaveLength(2);
    for (const { evidence, candidates } of requests) {
      expect(evidence.map(({ observation }) => observation.writer)).not.toContain("crp");
      expect(candidates.map(({ observation }) => observation.thread).toSorted()).toEqual(["c1", "c2"]);
    }
  });

  it("whose verdicts differ are told apart by them", () => {
    const requests = requestsOf(
      inFiles([
        ...pluginRun("1", { at: 0, returnedAt: 400 }),
        ...pluginRun("2", { at: 0, returnedAt: 400, verdict: false }),
        ...crpVerify("c1", 100, 300),
        ...crpVerify("c2", 100, 300, false),
      ]),
    );
    expect(requests.map((request) => gradeOf(request, "crp", "verify.finished"))).toEqual(["exact", "exact"]);
  });
});

/** The pool died with the first run, whose call has no end. What answered it may lie within a call that timed out: no more than that. */
it("what answers a call that stopped is not certain for one that failed around it", () => {
  const timedOut = [
    ...pluginRun("2", { at: 0, returnedAt: 2000 }).slice(0, 2),
    observed("plugin", "run.failed", { at: 2000, thread: "2", outcome: "failed", facts: { code: "12002" } }),
    observed("plugin", "verify.finished", { at: 2001, thread: "2", outcome: "failed" }),
  ];
  const stopped = [
    ...pluginRun("1", { at: 100, returnedAt: 900 }).slice(0, 2),
    ...crpVerify("c1", 105, 500),
    row("verify.call", { endAt: 502, tookMs: 398 }),
  ];
  const requests = requestsOf(inFiles([...stopped, ...timedOut]));
  const failed = requests.find(({ evidence }) =>
    evidence.some(({ observation }) => observation.kind === "run.failed"),
  );
  expect(gradeOf(failed, "crp", "verify.finished")).not.toBe("exact");
  expect(gradeOf(failed, "iis", "verify.call")).not.toBe("exact");
});

/** Of two runs of one thread the end of the first and the beginning of the second are lost: what is left lacks nothing. */
describe("a run that is two", () => {
  const first = pluginRun("1", { at: 0, returnedAt: 300, notifyAt: 500, notifiedAt: 560 });
  const second = pluginRun("1", { at: 700, returnedAt: 1000, notifyAt: 1200, notifiedAt: 1260 });
  const others = calm(6).map((one) => ({ ...one, at: (one.at ?? 0) + 20_000 }));

  function certain(observations: readonly Observation[]): readonly string[] {
    const torn = requestsOf(inFiles([...observations, ...others])).find(({ evidence }) =>
      evidence.some(({ observation }) => observation.thread === "1"),
    );
    return (torn?.evidence ?? [])
      .filter(({ grade }) => grade !== "probable")
      .map(({ observation }) => observation.kind);
  }

  it("is not certain where the registration point was asked in its silence, in a call that is not there", () => {
    const torn = [...first.slice(0, 4), ...second.slice(4)];
    const answers = [...crpVerify("c1", 10, 290), ...crpVerify("c1", 710, 990)];
    expect(certain([...torn, ...answers.slice(0, 3)])).toContain("verify.started");
    expect(certain([...torn, ...answers])).toEqual([]);
  });

  it("is not certain where a device's call that holds no run can hold one end of it only", () => {
    const torn = [...first.slice(0, 4), ...second.slice(4)];
    const calls = [
      row("contact.pki-operation", { endAt: 600, tookMs: 620 }),
      row("contact.pki-operation", { endAt: 1300, tookMs: 610 }),
    ];
    expect(certain(torn)).toContain("verify.started");
    for (const call of calls) expect(certain([...torn, call])).toEqual([]);
  });

  it("can be any, where most runs have lost a line: two whose losses complete each other read as one", () => {
    const runs = Array.from({ length: 7 }, (_, index) => {
      const from = index * 20_000;
      return pluginRun("1", { at: from, returnedAt: from + 300, verdict: false });
    });
    const sure = (count: number): number => {
      const lines = runs.flatMap((run, index) => (index < count ? run.toSpliced(1, 1) : run));
      return requestsOf(inFiles(lines)).filter(
        (request) => gradeOf(request, "plugin", "verify.started") === "exact",
      ).length;
    };
    expect([sure(3), sure(4)]).toEqual([4, 0]);
  });

  it("can be any of the registration point, too: what joins by the name of a status file joins as probable", () => {
    const keys = { serialNumber: "5a" };
    const told = [...first, ...caIssued(1, 350, { keys }), statusFile("G.CRS", 540, "succeed", keys)];
    const sureWith = (broken: number): boolean => {
      const notes = Array.from({ length: 6 }, (_, index) => {
        const from = 10_000 * index + 510;
        const run = crpNotify(`c${index}`, from, from + 40, index === 0 ? "G.CRS" : `H${index}.CRS`);
        return index > 0 && index <= broken ? run.slice(0, 2) : run;
      });
      const [request] = requestsOf(inFiles([...told, ...notes.flat()]));
      return gradeOf(request, "crp", "report.queued") !== "probable";
    };
    expect([sureWith(3), sureWith(4)]).toEqual([true, false]);
  });

  it("is not certain of the registration point where no call of the plug-in can have made it", () => {
    const keys = { serialNumber: "5a" };
    const issued = caIssued(1, 350, { keys });
    const file = statusFile("G.CRS", 540, "succeed", keys);
    const glued = crpNotify("c2", 5000, 5500, "G.CRS");
    const [request] = requestsOf(inFiles([...first, ...issued, file, ...glued, ...others]));
    expect(gradeOf(request, "status-file", "report.status-file")).toBe("key");
    expect(gradeOf(request, "crp", "report.queued")).toBe("probable");
  });

  it("is none of the registration point's where the plug-in's log loses many lines, and lacks many calls", () => {
    const keys = { serialNumber: "5a" };
    const call = row("contact.pki-operation", { endAt: 5600, tookMs: 700 }, { keys });
    const told = [call, statusFile("G.CRS", 5100, "succeed", keys), ...crpNotify("c2", 5000, 5500, "G.CRS")];
    const gradeBeside = (runs: readonly Observation[]): string =>
      gradeOf(requestsOf(inFiles([...told, ...runs]))[0], "crp", "report.queued");
    const runs = others.filter(({ writer }) => writer === "plugin" || writer === "crp" || writer === "iis");
    expect(gradeBeside(runs)).toBe("probable");
    expect(gradeBeside(runs.filter(({ kind }) => kind !== "run.sent"))).toBe("key");
  });
});

describe("a PKIOperation row", () => {
  const run = pluginRun("1", { at: 100, returnedAt: 300 });

  it("that two runs fit, of which one lost a line, is certain for neither: the other row may be lost as well", () => {
    const torn = pluginRun("2", { at: 110, returnedAt: 290 }).toSpliced(1, 1);
    const operation = row("contact.pki-operation", { endAt: 500, tookMs: 450 });
    for (const request of requestsOf(inFiles([...run, ...torn, operation])))
      expect(gradeOf(request, "iis", "contact.pki-operation")).not.toBe("exact");
  });

  it.each([
    { name: "that holds the only run", given: {}, grade: "exact", requests: 1 },
    { name: "of another message type", given: { facts: { messageType: "22" } }, grade: "-", requests: 2 },
    {
      name: "that asks for an earlier one",
      given: { facts: { messageType: "20" } },
      grade: "-",
      requests: 1,
    },
    {
      name: "that IIS refused before NDES saw it",
      given: { facts: { status: 503 } },
      grade: "-",
      requests: 2,
    },
    { name: "of a call that ended before the run", given: { at: -2000 }, grade: "-", requests: 2 },
  ])("$name: $grade, in $requests requests", ({ given, grade, requests }) => {
    const operation = row("contact.pki-operation", { endAt: 500, tookMs: 450 }, given);
    const found = requestsOf(inFiles([...run, operation]));
    expect(found).toHaveLength(requests);
    const holder = found.find(({ evidence }) =>
      evidence.some(({ observation }) => observation.writer === "plugin"),
    );
    expect(gradeOf(holder, "iis", "contact.pki-operation")).toBe(grade);
  });

  it("that asks for an earlier one belongs to that", () => {
    const transaction = (messageType: string) => ({
      keys: { transactionId: "A1B2" },
      facts: { messageType },
    });
    const asked = row("contact.pki-operation", { endAt: 500, tookMs: 450 }, transaction("19"));
    const polls = [60_000, 120_000].map((endAt) =>
      row("contact.pki-operation", { endAt, tookMs: 20 }, transaction("20")),
    );
    const found = requestsOf(inFiles([asked, ...polls]));
    expect(found.map(({ evidence }) => evidence.length)).toEqual([3]);
  });

  it("with the transaction of a connector's run holds that run and no other", () => {
    const requests = requestsOf(
      inFiles([
        ...["A", "B"].map((transactionId, index) =>
          row("contact.pki-operation", { endAt: 900 - index, tookMs: 800 }, { keys: { transactionId } }),
        ),
        ...["B", "A"].flatMap((transactionId) => connectorRun(100, transactionId)),
      ]),
    );
    expect(requests.map(({ keys }) => keys.get("transactionId"))).toHaveLength(2);
    for (const { keys, evidence } of requests) {
      expect(keys.get("transactionId")).toHaveLength(1);
      expect(evidence).toHaveLength(4);
    }
  });

  it("that fits two runs equally opens no request of its own", () => {
    const rows = [0, 1].map(() => row("contact.pki-operation", { endAt: 500, tookMs: 450 }));
    const requests = requestsOf(inFiles([...run, ...pluginRun("2", { at: 100, returnedAt: 300 }), ...rows]));
    expect(requests).toHaveLength(2);
    for (const { candidates } of requests) expect(candidates).toHaveLength(2);
  });
});

function connectorRun(at: number, transactionId: string): Observation[] {
  const [received, , , finished] = pluginRun("9", { at, returnedAt: at + 200 });
  return [received, finished, finished].flatMap((one, index) =>
    one === undefined
      ? []
      : [
          {
            ...one,
            writer: "connector" as const,
            kind: (["verify.received", "verify.finished", "issue.issued"] as const)[index] ?? one.kind,
            stage: ([3, 3, 4] as const)[index] ?? one.stage,
            at: (one.at ?? 0) + index * 50,
            thread: `8/${transactionId}`,
            fileId: "ndes01/connector",
            keys: [{ type: "transactionId" as const, value: transactionId }],
          },
        ],
  );
}
