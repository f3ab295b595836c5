import { expect, onTestFinished, test } from "vitest";
import { watchStore } from "../../../../deploy/fleet/store-watch.ts";
import { createMemoryStore } from "../../../../processors/live.ts";
import { rebuildingPiece } from "../../../../processors/contract/index.ts";
import { bytes, emptyCommit, provisional, stateCommit } from "../../../support/commits.ts";
import { quiet } from "../../../support/kafka.ts";

test("whoever serves says that a partition is made again", async () => {
  const store = createMemoryStore();
  const owner = await store.own("p0");
  await owner.commit(stateCommit("1 cluster topic 5 1796119200000", [[rebuildingPiece, bytes(1)]]));
  const watch = watchStore(store, { log: quiet, clock: { now: () => 0 }, silentMs: 60_000 });
  onTestFinished(() => watch.close());
  await expect.poll(watch.ready).toEqual({ isReady: true });
  expect(watch.deaf()).toMatch(/^p0 \(has come to 2026-12-01T10:00:00.000Z\): made again from Kafka/);
});

test("whoever serves says that a partition was taken up by another process, until what is not final is shown again", async () => {
  const store = createMemoryStore();
  await (await store.own("p0")).commit({ ...emptyCommit, requests: [provisional("a")] });
  const owner = await store.own("p0");
  const watch = watchStore(store, { log: quiet, clock: { now: () => 0 }, silentMs: 60_000 });
  onTestFinished(() => watch.close());
  await expect.poll(watch.partial).toMatch(/^p0: taken up by another process/);
  expect(watch.deaf()).toBeNull();
  await owner.resumed?.();
  await expect.poll(watch.partial, { timeout: 5000 }).toBeNull();
});
