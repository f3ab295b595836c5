import { expect, test } from "vitest";
import type { SourceFile } from "../../../../collectors/contract/index.ts";
import { createPartition } from "../../../../processors/partition/index.ts";
import { simulate } from "../../../simulation/index.ts";
import { optionsFor } from "../../../support/live-partition.ts";
import { shippedSlice } from "../../../support/shipments.ts";

const options = optionsFor(simulate("example", 1));

function statusFile(name: string): SourceFile {
  const path = `ndes01/CertificateRequestStatus/Succeed/${name}`;
  return { id: name, host: "ndes01", path, format: "status-file", encoding: "utf-8", modifiedAt: 5 };
}

/** What a store holds after a life in which so many status files were read. */
function stateOf(count: number): ReadonlyMap<string, Uint8Array> {
  const partition = createPartition(options, null);
  for (let number = 0; number < count; number += 1)
    partition.take([shippedSlice(statusFile(`${number}.CRS`), 0, "<x/>", { end: true })]);
  const state = partition.checkpoint("1", 1).checkpoint?.state ?? new Map<string, null>();
  return new Map([...state].flatMap(([name, piece]) => (piece === null ? [] : [[name, piece]])));
}

test("a status file is known to be read after a restart", () => {
  const after = createPartition(options, stateOf(3));
  expect(after.resumeAt("2.CRS")?.offset).toBe(4);
  expect(after.fileOf("2.CRS")?.path).toBe("ndes01/CertificateRequestStatus/Succeed/2.CRS");
});

test("what a damaged state has left behind of status files counts for nothing: they are read again", () => {
  const before = stateOf(3000);
  const rebuilt = new Map([...before, ...stateOf(1)]);
  const after = createPartition(options, rebuilt);
  expect([after.resumeAt("0.CRS")?.offset, after.resumeAt("2999.CRS")]).toEqual([4, null]);
});
