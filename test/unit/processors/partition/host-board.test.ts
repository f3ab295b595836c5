import { expect, test } from "vitest";

import { createHostBoard } from "../../../../processors/partition/host-board.ts";
import { createIntake } from "../../../../processors/intake/index.ts";
import { shippedSlice, sourceFile, sourceReport } from "../../../support/shipments.ts";

const header = "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip sc-status time-taken\n";
const row = "2026-11-22 10:00:01 GET /certsrv/mscep/mscep.dll operation=GetCACaps 10.0.0.1 200 5\n";
const at = Date.UTC(2026, 10, 22, 10, 0, 1);

function intakeOfFew(): ReturnType<typeof createIntake> {
  return createIntake({
    hostOf: ({ host }) => host,
    zoneOf: () => null,
    filesMax: 9,
    statusFilesMax: 9,
  });
}

test("what was read counts at the source that reports it", () => {
  const board = createHostBoard();
  const intake = intakeOfFew();
  const slice = shippedSlice(sourceFile("u.log", "iis-w3c"), 0, `${header}${row}torn\n`, {
    source: "W3SVC1",
  });
  board.take(slice, intake.take(slice), Number.NEGATIVE_INFINITY);
  board.take(slice, intake.take(slice), Number.NEGATIVE_INFINITY);
  const report = sourceReport("ndes01", 7, [{ name: "W3SVC1", bytesBehind: 3 }]);
  if (report.type === "sources") board.report(report);
  const view = createHostBoard(board.save()).view("ndes01", { passedAt: 5, readAt: 7, heardAt: 8 }, []);
  expect(view).toMatchObject({ host: "ndes01", passedAt: 5, readAt: 7, heardAt: 8, eventAt: at });
  expect(view.sources).toHaveLength(1);
  expect(view.sources[0]).toMatchObject({
    name: "W3SVC1",
    records: 1,
    rejected: 1,
    duplicateBytes: header.length + row.length + 5,
    gapBytes: 0,
    late: 0,
    eventAt: at,
    bytesBehind: 3,
  });
});

test.each([
  [null, 0, "zone-unknown"],
  [{ offsetMs: -3_600_000, trust: "zone-inferred" } as const, -3_600_000, "zone-inferred"],
  [{ offsetMs: -3_600_000, trust: "zone-given" } as const, -3_600_000, undefined],
])(
  "the last event of a local clock whose zone is %j is told in UTC, or as what it is",
  (zone, awayMs, eventTrust) => {
    const board = createHostBoard();
    const intake = createIntake({
      hostOf: ({ host }) => host,
      zoneOf: () => zone,
      filesMax: 9,
      statusFilesMax: 9,
    });
    const line =
      '<![LOG[Calling VerifyRequest]LOG]!><time="10:00:01.000" date="11-22-2026" component="NDESPlugin" context="" type="1" thread="1" file="a.cpp:1">\r\n';
    const slice = shippedSlice(sourceFile("NDESPlugin.log", "cmtrace"), 0, line);
    board.take(slice, intake.take(slice), Number.NEGATIVE_INFINITY);
    const view = createHostBoard(board.save()).view(
      "ndes01",
      { passedAt: null, readAt: null, heardAt: null },
      [],
    );
    expect([view.eventAt, view.eventTrust]).toEqual([at + awayMs, eventTrust]);
    expect([view.sources[0]?.eventAt, view.sources[0]?.eventTrust]).toEqual([at + awayMs, eventTrust]);
  },
);

test("a last event that was kept before its doubt was noted gives way to the next one, since a local clock may have put it ahead", () => {
  const intake = intakeOfFew();
  const [first, second] = [shippedSlice(sourceFile("u.log", "iis-w3c"), 0, header + row), row];
  const before = createHostBoard();
  before.take(first, intake.take(first), Number.NEGATIVE_INFINITY);
  const kept = [...before.save()].map(([host, sources]) => {
    const early = [...sources].map(([name, count]) => {
      const { eventTrust: _, ...rest } = count;
      return [name, { ...rest, eventAt: at + 3_600_000 }] as const;
    });
    return [host, new Map(early)] as const;
  });
  const board = createHostBoard(new Map(kept));
  const next = shippedSlice(sourceFile("u.log", "iis-w3c"), header.length + row.length, second);
  board.take(next, intake.take(next), Number.NEGATIVE_INFINITY);
  expect(board.view("ndes01", { passedAt: null, readAt: null, heardAt: null }, []).eventAt).toBe(at);
});

test("a record that is older than what was decided is late", () => {
  const board = createHostBoard();
  const intake = intakeOfFew();
  const slice = shippedSlice(sourceFile("u.log", "iis-w3c"), 0, header + row + row);
  board.take(slice, intake.take(slice), at + 1);
  expect(board.view("ndes01", { passedAt: null, readAt: null, heardAt: null }, []).sources[0]?.late).toBe(2);
});

test("a status file that moves on after its time was decided is not late: its time is that of its last change", () => {
  const board = createHostBoard();
  const intake = intakeOfFew();
  const placed = { ...sourceFile("A.CRS", "status-file"), path: "ndes01/Succeed/A.CRS", modifiedAt: at };
  const slice = shippedSlice(placed, 0, "<Request><Thumbprint>AB</Thumbprint></Request>", { end: true });
  const taken = intake.take(slice);
  expect(taken.observations).toMatchObject([{ kind: "report.status-file", at }]);
  expect(board.take(slice, taken, at + 1)).toBe(0);
});

test("what a report does not name any more is no trouble: a folder that was missing, a log that was rotated away", () => {
  const board = createHostBoard();
  const intake = intakeOfFew();
  const slice = shippedSlice(sourceFile("u.log", "iis-w3c"), 0, header + row);
  board.take(slice, intake.take(slice), at);
  const told = (...sources: Parameters<typeof sourceReport>[2]): readonly unknown[] => {
    const report = sourceReport("ndes01", 7, sources);
    if (report.type === "sources") board.report(report);
    return board
      .view("ndes01", { passedAt: null, readAt: null, heardAt: null }, [])
      .sources.map(({ name, condition, files, records }) => [name, condition, files, records]);
  };
  const missing = { condition: "missing", detail: "it is not there" } as const;
  expect(told({ name: "iis-w3c", ...missing }, { name: "logs", ...missing })).toEqual([
    ["iis-w3c", "missing", 1, 1],
    ["logs", "missing", 1, 0],
  ]);
  expect(told()).toEqual([["iis-w3c", "current", 0, 1]]);
});

test("a host is told once for each change", () => {
  const board = createHostBoard();
  const report = sourceReport("ndes01", 7, [{ name: "W3SVC1" }]);
  if (report.type === "sources") board.report(report);
  expect([board.changed(), board.changed()]).toEqual([["ndes01"], []]);
});

test("a host that has nothing to tell any more has changed, once", () => {
  const board = createHostBoard();
  const told = (...sources: readonly { readonly name: string }[]): readonly string[] => {
    const report = sourceReport(
      "ndes01",
      7,
      sources.map((source) => ({ ...source, condition: "missing", files: 0 })),
    );
    if (report.type === "sources") board.report(report);
    return board.changed();
  };
  expect([told({ name: "share" }), told(), told()]).toEqual([["ndes01"], ["ndes01"], []]);
  expect(board.view("ndes01", { passedAt: null, readAt: 7, heardAt: 7 }, []).sources).toEqual([]);
});
