import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { createAnalysisJson } from "../../../../deploy/cli/analysis-json.ts";
import { createSpool } from "../../../../deploy/cli/spool.ts";
import type { AnalysisRequest } from "../../../../processors/contract/index.ts";
import { heardOutput } from "../../../support/heard-output.ts";
import { noKeys } from "../../../support/made-requests.ts";

const request = (id: string): AnalysisRequest => ({
  id,
  host: "ndes01",
  platform: "unknown",
  generation: "unknown",
  startedAt: null,
  endedAt: null,
  outcome: "unknown",
  stageReached: 0,
  failedStage: null,
  keys: noKeys,
  stages: [],
  cause: null,
  evidence: [],
  candidates: [],
});

async function written(ids: readonly string[]): Promise<string> {
  const { output, text } = heardOutput();
  const json = createAnalysisJson(output);
  for (const id of ids) json.addRequest(request(id));
  json.addRejected({ path: "a.log", offset: 0, length: 9, reason: "record.torn" });
  await json.finish({
    sources: [],
    hosts: [{ host: "ndes01", problems: [] }],
    unbound: { records: 0, byKind: {} },
  });
  json.close();
  return text();
}

test("an analysis is one object in the order of its contract, a request on each line", async () => {
  const text = await written(["a", "b\u009b"]);
  expect(text.split("\n").filter((line) => line.includes('"id"'))).toHaveLength(2);
  expect(text).not.toContain("\u009b");
  const parsed: unknown = JSON.parse(text);
  expect(parsed).toMatchObject({
    version: 1,
    requests: [{ id: "a" }, { id: "b\u009b" }],
    rejected: [{ reason: "record.torn" }],
  });
  expect(Object.keys(parsed ?? {})).toEqual([
    "version",
    "sources",
    "requests",
    "hosts",
    "unbound",
    "rejected",
  ]);
});

test("an analysis without requests is whole as well", async () => {
  expect(JSON.parse(await written([]))).toMatchObject({ requests: [] });
});

test("a large spool goes through a file of its own, comes back unchanged, and leaves nothing behind", () => {
  const before = new Set(readdirSync(tmpdir()).filter((name) => name.startsWith("scepscope-")));
  const spool = createSpool(100);
  onTestFinished(() => spool.close());
  const pieces = Array.from({ length: 40_000 }, (_, index) => `${index} \u00e9\u{1f600} `);
  pieces.push("longer than the memory".repeat(10), "the end");
  for (const piece of pieces) spool.write(piece);
  const mine = readdirSync(tmpdir()).filter((name) => name.startsWith("scepscope-") && !before.has(name));
  expect(mine.length).toBeGreaterThan(0);
  const read: Buffer[] = [];
  for (const piece of spool.read()) read.push(Buffer.from(piece));
  expect(Buffer.concat(read).toString()).toBe(pieces.join(""));
  spool.close();
  expect(mine.some((name) => existsSync(`${tmpdir()}/${name}/requests.json`))).toBe(false);
});
