import { describe, expect, it } from "vitest";
import type { Observation, Request } from "../../../../../processors/contract/index.ts";
import { requestsOf } from "../../../../support/feed-book.ts";
import { crpNotify, inFiles, pluginRun, startMs, statusFile } from "../../../../support/observed.ts";

const run = (thread: string): Observation[] =>
  pluginRun(thread, { at: 0, returnedAt: 300, notifyAt: 500, notifiedAt: 560 });

function gradeOf(requests: readonly Request[]): string {
  const found = requests.flatMap(({ evidence }) =>
    evidence.filter(({ observation }) => observation.writer === "status-file"),
  );
  return found.map(({ grade }) => grade).join(" ");
}

describe("a status file", () => {
  it("that the registration point names joins by its name, whenever it was moved", () => {
    const files = [...run("1"), ...crpNotify("c1", 510, 550, "A.CRS"), statusFile("A.CRS", 3_000_000)];
    const requests = requestsOf(inFiles(files));
    expect([requests.length, gradeOf(requests)]).toEqual([1, "key"]);
  });

  it.each([-3_000_000_000, 500, 3_000_000_000])(
    "joins by name whatever a copy made of its time: %d ms",
    (at) => {
      const [request] = requestsOf(
        inFiles([...run("1"), ...crpNotify("c1", 510, 550, "A.CRS"), statusFile("A.CRS", at)]),
      );
      expect([request?.evidence.length, (request?.endedAt ?? 0) - startMs]).toEqual([11, 560]);
    },
  );

  it("that no log names belongs to a request that the other logs show: it makes none of its own", () => {
    const files = [...run("1"), ...crpNotify("c1", 510, 550, "A.CRS"), statusFile("B.CRS", 530)];
    expect(requestsOf(inFiles(files))).toHaveLength(1);
  });

  it("joins nothing by device or user: they are weak", () => {
    const weak = { deviceId: "0c1f2a34-0000-4000-8000-00000000000d" };
    const queued = crpNotify("c1", 510, 550, "A.CRS").map((one) =>
      one.kind === "report.queued"
        ? { ...one, keys: [...one.keys, { type: "deviceId" as const, value: weak.deviceId }] }
        : one,
    );
    const requests = requestsOf(inFiles([...run("1"), ...queued, statusFile("B.CRS", 530, "succeed", weak)]));
    expect([requests.length, gradeOf(requests)]).toEqual([1, ""]);
  });

  it.each([
    { folder: "processing" as const, outcome: "open", stage: "pending" },
    { folder: "succeed" as const, outcome: "succeeded", stage: "done" },
    { folder: "failed" as const, outcome: "failed", stage: "failed" },
  ])("alone, in $folder: $outcome", ({ folder, outcome, stage }) => {
    const [request] = requestsOf(inFiles([statusFile("A.CRS", 0, folder)]));
    expect([request?.outcome, request?.stages[5]?.status]).toEqual([outcome, stage]);
  });
});
