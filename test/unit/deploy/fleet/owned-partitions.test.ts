import { expect, test } from "vitest";
import { createOwnedPartitions } from "../../../../deploy/fleet/owned-partitions.ts";

test.each([
  { what: "takes commits again", event: { type: "commit-works-again" } as const },
  { what: "has given the partition to another", event: { type: "fenced", owner: null } as const },
  { what: "tells that its state was made to go", event: { type: "state-forgotten" } as const },
  {
    what: "tells that a state is damaged",
    event: { type: "state-damaged", message: "a piece is missing" } as const,
  },
])(
  "a processor is not ready while the store takes nothing, and is when it $what; its metrics say so, too",
  async ({ event }) => {
    const owned = createOwnedPartitions();
    owned.hearBus({ type: "assigned" });
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

test("it is not ready before the bus has answered, nor while that is away; how often it went away is counted once each time", async () => {
  const owned = createOwnedPartitions();
  const metric = async (name: string): Promise<string | undefined> =>
    new RegExp(`^scepscope_${name} (\\d)$`, "m").exec((await owned.expose(false)).body)?.[1];
  const shown = async (): Promise<readonly unknown[]> => {
    const ready = owned.ready();
    return [
      ready.isReady ? "ready" : ready.reason,
      await metric("bus_away"),
      await metric("bus_failures_total"),
    ];
  };
  expect(await shown()).toEqual(["the bus has not answered yet", undefined, "0"]);
  for (const detail of ["refused", "timed out"]) owned.hearBus({ type: "bus-away", detail });
  expect(await shown()).toEqual(["the bus gives nothing, and it is tried again: timed out", "1", "1"]);
  owned.hearBus({ type: "bus-back" });
  expect(await shown()).toEqual(["ready", "0", "1"]);
  owned.hearBus({ type: "bus-away", detail: "refused" });
  owned.hearBus({ type: "bus-still-away", detail: "no rights" });
  expect(await shown()).toEqual(["the bus gives nothing, and it is tried again: no rights", "1", "2"]);
});
