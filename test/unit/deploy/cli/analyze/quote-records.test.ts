import { expect, onTestFinished, test } from "vitest";
import { openBundle } from "../../../../../collectors/index.ts";
import type { BundleFile } from "../../../../../collectors/index.ts";
import type { Observation, Request } from "../../../../../processors/contract/index.ts";
import { quoteRecords } from "../../../../../deploy/cli/analyze/quote-records.ts";
import { folderWith, iisHead } from "../../../collectors/folder.ts";

const request: Omit<Request, "evidence"> = {
  id: "1",
  host: "",
  platform: "unknown",
  generation: "unknown",
  startedAt: null,
  endedAt: null,
  outcome: "unknown",
  stageReached: 0,
  failedStage: null,
  keys: new Map(),
  stages: [],
  candidates: [],
};

const observation = (fileId: string, offset: number, length: number): Observation => ({
  host: "",
  writer: "iis",
  kind: "contact.pki-operation",
  stage: 2,
  outcome: "ok",
  at: null,
  resolutionMs: 0,
  trust: "none",
  durationMs: -1,
  thread: "",
  keys: [],
  facts: { text: "what it said" },
  fileId,
  offset,
  length,
});

test.each([
  ["UTF-8", (text: string): Buffer => Buffer.from(text), 1],
  ["UTF-16", (text: string): Buffer => Buffer.from(text, "utf16le"), 2],
])("a record in %s is quoted as it stands, one that is gone by its own words", async (_, encode, unit) => {
  const bundle = await openBundle([folderWith({ "u_ex1.log": encode(`${iisHead}caf\u00e9 \u65e5\n`) })]);
  onTestFinished(() => bundle.close());
  const [file] = bundle.files;
  const files = new Map<string, BundleFile>(file === undefined ? [] : [[file.source.id, file]]);
  const length = unit === 2 ? 14 : 11;
  const known = observation(file?.source.id ?? "", iisHead.length * unit, length);
  const gone = observation("gone", 0, 5);
  const evidence = [known, gone].map(
    (one) => ({ observation: one, stage: 2, grade: "exact", why: "" }) as const,
  );
  const quotes = await quoteRecords({ ...request, evidence }, files);
  expect([known, gone].map((one) => quotes.lineOf({ observation: one }))).toEqual([
    "caf\u00e9 \u65e5",
    "what it said",
  ]);
  expect([known, gone].map(({ fileId }) => quotes.pathOf(fileId))).toEqual(["u_ex1.log", "gone"]);
});
