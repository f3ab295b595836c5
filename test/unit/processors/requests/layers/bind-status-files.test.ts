import { describe, expect, it } from "vitest";
import type { Observation, Request } from "../../../../../processors/contract/index.ts";
import { requestsOf } from "../../../../support/feed-book.ts";
import { crpNotify, inFiles, pluginRun, statusFile } from "../../../../support/observed.ts";

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

  it("that the registration point does not name is a request of its own", () => {
    const files = [...run("1"), ...crpNotify("c1", 510, 550, "A.CRS"), statusFile("B.CRS", 530)];
    expect(requestsOf(inFiles(files))).toHaveLength(2);
  });

  it("where the registration point has no log is probable, by its time within the only call", () => {
    const requests = requestsOf(inFiles([...run("1"), statusFile("A.CRS", 530)]));
    expect([requests.length, gradeOf(requests)]).toEqual([1, "probable"]);
  });

  it("that was written in no call stands alone", () => {
    expect(requestsOf(inFiles([...run("1"), statusFile("A.CRS", 9000)]))).toHaveLength(2);
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
