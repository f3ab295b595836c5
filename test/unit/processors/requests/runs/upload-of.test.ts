import { expect, it } from "vitest";
import { uploadOf } from "../../../../../processors/requests/runs/upload-of.ts";
import { observed } from "../../../../support/observed.ts";

it("each entry of a batch is an upload; what speaks of the batch is none", () => {
  const entry = observed("uploader", "report.entry", { thread: "4", keys: { deviceId: "d1" } });
  expect(uploadOf(entry)).toMatchObject({ role: "upload", observations: [entry] });
  expect(uploadOf(observed("uploader", "run.note", { thread: "4" }))).toBeNull();
  expect(uploadOf(observed("uploader", "report.batch", { thread: "4", outcome: "ok" }))).toBeNull();
});
