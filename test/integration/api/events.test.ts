import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ApiChangeSchema } from "../../../processors/contract/api-schema.ts";
import type { Store, StoredRequest } from "../../../processors/contract/index.ts";
import { createMemoryStore } from "../../../processors/state/index.ts";
import { apiServer } from "../../support/api-server.ts";
import type { ApiServer } from "../../support/api-server.ts";
import { readEvents } from "../../support/event-reader.ts";
import type { EventReader } from "../../support/event-reader.ts";
import { madeRequest } from "../../support/made-requests.ts";
import { useFleetStores } from "../../support/redis-stores.ts";

const openFleetStore = useFleetStores();
const limits = { eventReadersMax: 2, heartbeatMs: 25, eventStallMsMax: 60 };
const usualQueueMax = 1000;
let api: ApiServer;
const open: EventReader[] = [];

/** Opens a store with room for so many changes that wait for one reader. */
type OpenStore = (readerQueueMax: number) => Promise<Store>;

/** What the event stream promises, whatever store stands behind it. */
function promiseEvents(openStore: OpenStore): void {
  beforeEach(async () => {
    api = await apiServer({ limits }, await openStore(20));
  });
  afterEach(async () => {
    for (const reader of open.splice(0)) reader.close();
    await api.close();
    expect(api.faults).toEqual([]);
  });
  promiseStream(openStore);
  promiseCut(openStore);
}

async function read(query: string = "", headers: Record<string, string> = {}): Promise<EventReader> {
  const reader = await readEvents(`${api.server.url}/api/v1/events${query}`, headers);
  open.push(reader);
  return reader;
}

/** The reader is there from its first piece on: what changes later is told. */
async function readFromNow(query: string = ""): Promise<EventReader> {
  const reader = await read(query);
  expect(await reader.nextPiece()).toMatch(/^retry: \d+\n: /);
  expect(await reader.nextPiece()).toBe(": heartbeat");
  return reader;
}

const made = (id: string): StoredRequest => madeRequest({ id });

function promiseStream(openStore: OpenStore): void {
  describe("the event stream", () => {
    it("tells what changes, each with a name and a number", async () => {
      const reader = await readFromNow();
      expect([reader.status, reader.contentType]).toEqual([200, "text/event-stream; charset=utf-8"]);
      // What another process has changed is read when it is told: what is gone by then is told as gone alone.
      const events: Awaited<ReturnType<EventReader["next"]>>[] = [];
      await api.filled.put(madeRequest({ id: "r1", isFinal: false }));
      events.push(await reader.next());
      await api.filled.gone("r1", "r2");
      events.push(await reader.next());
      await api.filled.putHosts({
        host: "ndes09",
        passedAt: 1,
        eventAt: 1,
        readAt: 1,
        sources: [],
        problems: [],
      });
      events.push(await reader.next());
      expect(events.map((each) => [each?.id, each?.event])).toEqual([
        ["1", "request"],
        ["2", "gone"],
        ["3", "host"],
      ]);
      expect(ApiChangeSchema.parse(JSON.parse(events[0]?.data ?? ""))).toMatchObject({
        id: "r1",
        isFinal: false,
      });
      expect(JSON.parse(events[1]?.data ?? "")).toEqual({ id: "r1", successor: "r2" });
    });

    it("gathers many changes into one event when asked to", async () => {
      const reader = await readFromNow("?digestMs=3000");
      for (const id of ["a", "b", "a"]) await api.filled.put(made(id));
      const event = await reader.next();
      expect(event?.event).toBe("digest");
      expect(JSON.parse(event?.data ?? "")).toEqual({ requests: ["a", "b"], hosts: [], isMore: false });
    });

    it("names a hundred at most, and says that there are more", async () => {
      await api.close();
      api = await apiServer({ limits }, await openStore(usualQueueMax));
      const reader = await readFromNow("?digestMs=1000");
      await api.filled.put(...Array.from({ length: 300 }, (_, index) => made(`many-${index}`)));
      const digest = JSON.parse((await reader.next())?.data ?? "");
      expect(digest.requests).toHaveLength(100);
      expect(digest.isMore).toBe(true);
    });

    it("tells one that was away to ask anew", async () => {
      const reader = await read("", { "last-event-id": "17" });
      expect(await reader.next()).toMatchObject({ event: "overflow", data: '{"reason":"reconnected"}' });
    });

    it("lets go of a reader that the store has left behind: overflow is the last that it hears", async () => {
      const reader = await readFromNow();
      await api.filled.put(...Array.from({ length: 21 }, (_, index) => made(`flood-${index}`)));
      expect(await reader.next()).toMatchObject({ event: "overflow" });
      expect(await reader.next()).toBeNull();
    });

    it("has places for so many, and tells the next one when to come again", async () => {
      await readFromNow();
      const second = await readFromNow();
      const third = await fetch(`${api.server.url}/api/v1/events`);
      expect([third.status, third.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(await third.json()).toMatchObject({ type: "urn:scepscope:problem:too-many-readers" });
      second.close();
      await expect
        .poll(
          async () =>
            await fetch(`${api.server.url}/api/v1/events`, {
              method: "GET",
              signal: AbortSignal.timeout(500),
            }).then((response) => {
              void response.body?.cancel();
              return response.status;
            }),
        )
        .toBe(200);
    });

    it("takes no place for a request that only asks for the head", async () => {
      for (let count = 0; count < 5; count += 1)
        await fetch(`${api.server.url}/api/v1/events`, { method: "HEAD" });
      await readFromNow();
      await readFromNow();
    });

    it("ends when the server closes", async () => {
      const reader = await readFromNow();
      await api.server.close();
      expect(await reader.next()).toBeNull();
    });
  });
}

function promiseCut(openStore: OpenStore): void {
  it("a reader that takes nothing is cut off, and its place is free again", async () => {
    await api.close();
    api = await apiServer({ limits: { ...limits, eventReadersMax: 1 } }, await openStore(usualQueueMax));
    const socket = connect(api.server.port, "127.0.0.1").on("error", () => undefined);
    socket.pause();
    const closed = new Promise<void>((resolve) => void socket.on("close", () => resolve()));
    socket.write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await expect.poll(async () => (await fetch(`${api.server.url}/api/v1/events`)).status).toBe(503);
    // Words enough to fill what the system keeps for a socket.
    let status = 503;
    for (let round = 0; round < 400 && status === 503; round += 1) {
      await api.filled.put(madeRequest({ id: `large-${round}`, host: "h".repeat(200_000) }));
      const response = await fetch(`${api.server.url}/api/v1/events`);
      status = response.status;
      await response.body?.cancel();
    }
    expect(status).toBe(200);
    socket.resume();
    await closed;
  });
}

describe("over the store in memory", () => {
  promiseEvents(async (readerQueueMax) => createMemoryStore({ readerQueueMax }));
});

describe("over the store of a fleet, what another process has changed", () => {
  promiseEvents(openFleetStore);
});
