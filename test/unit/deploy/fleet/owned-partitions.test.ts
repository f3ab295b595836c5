import { expect, test } from "vitest";
import { createOwnedPartitions } from "../../../../deploy/fleet/owned-partitions.ts";

test.each([
  { what: "takes commits again", event: { type: "commit-works-again" } as const },
  { what: "has given the partition to another", event: { type: "fenced" } as const },
  { what: "tells that its state was made to go", event: { type: "state-forgotten" } as const },
  {
    what: "tells that a state is damaged",
    event: { type: "state-damaged", message: "a piece is missing" } as const,
  },
])(
  "a processor is not ready while the store takes nothing, and is when it $what; its metrics say so, too",
  async ({ event }) => {
    const owned = createOwnedPartitions();
    const away = async (): Promise<string | undefined> =>
      /^scepscope_store_away (\d)$/m.exec((await owned.expose(false)).body)?.[1];
    expect(await away()).toBe("0");
    owned.hear({ type: "commit-failed", message: "no answer", retryMs: 100 });
    expect(owned.ready()).toMatchObject({ isReady: false, reason: expect.stringContaining("no answer") });
    expect(await away()).toBe("1");
    owned.hear(event);
    expect(owned.ready()).toEqual({ isReady: true });
    expect(await away()).toBe("0");
  },
);
