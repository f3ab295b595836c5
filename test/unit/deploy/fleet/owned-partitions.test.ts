import { expect, test } from "vitest";
import { createOwnedPartitions } from "../../../../deploy/fleet/owned-partitions.ts";

test.each([
  { what: "takes commits again", event: { type: "commit-works-again" } as const },
  { what: "has given the partition to another", event: { type: "fenced" } as const },
  {
    what: "tells that a state is damaged",
    event: { type: "state-damaged", message: "a piece is missing" } as const,
  },
])("a processor is not ready while the store takes nothing, and is when it $what", ({ event }) => {
  const owned = createOwnedPartitions();
  owned.hear({ type: "commit-failed", message: "no answer", retryMs: 100 });
  expect(owned.ready()).toMatchObject({ isReady: false, reason: expect.stringContaining("no answer") });
  owned.hear(event);
  expect(owned.ready()).toEqual({ isReady: true });
});
