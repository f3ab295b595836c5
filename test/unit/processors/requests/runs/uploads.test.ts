import { expect, it } from "vitest";
import { uploads } from "../../../../../processors/requests/runs/uploads.ts";
import { inFiles, observed } from "../../../../support/observed.ts";

it("each entry of a batch is an upload; what speaks of the batch is loose", () => {
  const entry = (deviceId: string) =>
    observed("uploader", "report.entry", { thread: "4", keys: { deviceId } });
  const found = uploads(
    inFiles([
      observed("uploader", "run.note", { thread: "4" }),
      entry("d1"),
      entry("d2"),
      observed("uploader", "report.batch", { thread: "4", outcome: "ok" }),
    ]),
  );
  expect(found.uploads.map((one) => [one.role, one.observations[0]?.keys[0]?.value])).toEqual([
    ["upload", "d1"],
    ["upload", "d2"],
  ]);
  expect(found.loose.map((one) => one.kind)).toEqual(["run.note", "report.batch"]);
});
