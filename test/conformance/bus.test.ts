import { describe, expect, it } from "vitest";
import { createMemoryBus } from "../../processors/live.ts";
import { madeSlice, shipmentBytes } from "../support/made-shipments.ts";
import { promiseBus } from "./bus.ts";

const limits = { bytesMax: 9 * shipmentBytes, batchBytesMax: 5 * shipmentBytes, batchShipmentsMax: 100 };

describe("the bus in memory", () => {
  promiseBus(() => {
    const { sink, source } = createMemoryBus(limits);
    return {
      sink: async () => sink,
      source: async () => source,
      clear: async () => {},
      shipmentsMax: 8,
      batchShipmentsMax: 4,
    };
  });

  it("holds bytes until they are done, and says how many", async () => {
    const bus = createMemoryBus(limits);
    const stop = new AbortController();
    await bus.sink.send([madeSlice("ndes01", 0), madeSlice("ndes01", 1)], stop.signal);
    expect(bus.heldBytes()).toBeGreaterThan(2 * shipmentBytes);
    for await (const batch of bus.source.batches({ resume: async () => null, lost, signal: stop.signal })) {
      await batch.done();
      stop.abort();
    }
    expect(bus.heldBytes()).toBe(0);
  });

  it("says when the reader has all that was sent, done or not", async () => {
    const bus = createMemoryBus(limits);
    const { signal } = new AbortController();
    expect(bus.isTaken()).toBe(true);
    await bus.sink.send([madeSlice("ndes01", 0)], signal);
    expect(bus.isTaken()).toBe(false);
    const batches = bus.source.batches({ resume: async () => null, lost, signal })[Symbol.asyncIterator]();
    await batches.next();
    expect(bus.isTaken()).toBe(true);
    expect(bus.heldBytes()).toBeGreaterThan(0);
  });

  it("a later reader takes over, and the earlier ends", async () => {
    const bus = createMemoryBus(limits);
    const { signal } = new AbortController();
    const earlier = bus.source.batches({ resume: async () => null, lost, signal })[Symbol.asyncIterator]();
    const waiting = earlier.next();
    const later = bus.source.batches({ resume: async () => null, lost, signal })[Symbol.asyncIterator]();
    const next = later.next();
    await bus.sink.send([madeSlice("ndes01", 0)], signal);
    expect((await waiting).done).toBe(true);
    expect((await next).done).toBe(false);
  });
});

const lost = (): never => {
  throw new Error("nobody else reads this bus");
};
