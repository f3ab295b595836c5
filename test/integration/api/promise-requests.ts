import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ApiCausesSchema,
  ApiHostsSchema,
  ApiRequestDetailSchema,
  ApiRequestListSchema,
  ApiSummarySchema,
} from "../../../processors/contract/api-schema.ts";
import type { ApiRequestList, SeenCause, Store, StoredRequest } from "../../../processors/contract/index.ts";
import { apiServer } from "../../support/api-server.ts";
import type { ApiServer } from "../../support/api-server.ts";

/** What the API promises of requests, whatever store stands behind it. */
export function promiseRequests(open: () => Store | Promise<Store>): void {
  let api: ApiServer;
  beforeAll(async () => {
    api = await apiServer({}, await open());
  });
  afterAll(async () => {
    await api.close();
    expect(api.faults).toEqual([]);
  });
  promiseList(() => api);
  promiseOne(() => api);
  promiseAll(() => api);
}

type Running = () => ApiServer;

function get(api: ApiServer, path: string): Promise<Response> {
  return fetch(`${api.server.url}${path}`, { redirect: "manual" });
}

async function list(api: ApiServer, query: string): Promise<ApiRequestList> {
  const response = await get(api, `/api/v1/requests?${query}`);
  expect(response.status).toBe(200);
  return ApiRequestListSchema.parse(await response.json());
}

const idsOf = (requests: readonly { readonly id: string }[]): string[] => requests.map(({ id }) => id);

function promiseList(running: Running): void {
  describe("a list of requests", () => {
    it("has every request, newest first, in the shape of analyze --json", async () => {
      const { requests, next } = await list(running(), "limit=500");
      expect(next).toBeNull();
      expect(idsOf(requests).toSorted()).toEqual(
        running()
          .made.requests.map(({ view }) => view.id)
          .toSorted(),
      );
      const starts = requests.map(({ startedAt }) => startedAt ?? "");
      expect(starts).toEqual(starts.toSorted().toReversed());
      const [first] = requests;
      const stored = running().made.requests.find(({ view }) => view.id === first?.id);
      expect(first).toMatchObject({ ...stored?.view });
    });

    it("comes page by page without a repetition or an omission, although newer requests come in between", async () => {
      const seen: string[] = [];
      let query = "limit=7";
      for (let page = 0; page < 20 && query !== ""; page += 1) {
        const { requests, next } = await list(running(), query);
        seen.push(...idsOf(requests));
        await running().filled.put(newer(running(), page));
        query = next === null ? "" : `limit=7&cursor=${next}`;
      }
      for (let page = 0; page < 20; page += 1) await running().filled.gone(`newer-${page}`, null);
      expect(seen).toEqual(idsOf((await list(running(), "limit=500")).requests));
    });

    it.each([
      ["outcome=failed", ({ view }: StoredRequest) => view.outcome === "failed"],
      ["host=ndes01", ({ view }: StoredRequest) => view.host === "ndes01"],
      [
        "host=NDES01&outcome=succeeded",
        ({ view }: StoredRequest) => view.host === "ndes01" && view.outcome === "succeeded",
      ],
      ["stage=3", ({ view }: StoredRequest) => view.stageReached === 3],
      ["platform=windows", ({ view }: StoredRequest) => view.platform === "windows"],
      [
        "cause=verify.challenge-expired",
        ({ view }: StoredRequest) => view.cause?.id === "verify.challenge-expired",
      ],
      [
        "since=2026-11-22T06:05:00Z&until=2026-11-22T06:08:00Z",
        ({ view }: StoredRequest) =>
          (view.startedAt ?? "") >= "2026-11-22T06:05" && (view.startedAt ?? "") < "2026-11-22T06:08",
      ],
    ])("is narrowed by %s", async (query, holds) => {
      const { requests } = await list(running(), `${query}&limit=500`);
      expect(requests.length).toBeGreaterThan(0);
      expect(idsOf(requests).toSorted()).toEqual(
        running()
          .made.requests.filter(holds)
          .map(({ view }) => view.id)
          .toSorted(),
      );
    });

    it("finds a request by each of its identifiers, in any case", async () => {
      for (const { view, keys } of running().made.requests.slice(0, 10)) {
        for (const { value } of keys) {
          const { requests } = await list(
            running(),
            `key=${encodeURIComponent(value.toUpperCase())}&limit=500`,
          );
          expect(idsOf(requests)).toContain(view.id);
        }
      }
    });

    it("takes an empty field of a form for no wish", async () => {
      expect((await list(running(), "host=&outcome=&key=&limit=500")).requests).toHaveLength(
        running().made.requests.length,
      );
    });
  });
}

function promiseOne(running: Running): void {
  describe("one request", () => {
    it("comes with its notes, one for each record, and the log lines when asked for", async () => {
      const [stored] = running().made.requests;
      const path = `/api/v1/requests/${stored?.view.id}`;
      const bare = ApiRequestDetailSchema.parse(await (await get(running(), path)).json());
      expect(bare.notes.map(({ line }) => line)).toEqual(bare.evidence.map(() => null));
      const full = ApiRequestDetailSchema.parse(await (await get(running(), `${path}?lines=true`)).json());
      expect(full.notes).toHaveLength(full.evidence.length);
      expect(full.notes.filter(({ line }) => line !== null).length).toBeGreaterThan(0);
      expect(full.identifiers).toEqual(stored?.keys);
      expect(full.notes).toEqual(
        stored?.notes.map((note, index) => ({ ...note, line: full.notes[index]?.line })),
      );
    });

    it("hides certificate requests, wherever a log has put them", async () => {
      const [stored] = running().made.requests;
      const [record] = stored?.view.evidence ?? [];
      const [note] = stored?.notes ?? [];
      if (stored === undefined || record === undefined || note === undefined) throw new Error("no request");
      const message = `MIIC${"Ab3/".repeat(200)}`;
      const words = `GET /mscep.dll?operation=PKIOperation&message=${message} 200`;
      const told: StoredRequest = {
        ...stored,
        isFinal: false,
        view: {
          ...stored.view,
          id: "with-message",
          evidence: [record],
          candidates: [{ ...record, why: words }],
        },
        notes: [{ ...note, text: words, why: words }],
        claim: { because: words, alternatives: [] },
      };
      await running().filled.put(told);
      const paths = [
        "/api/v1/requests/with-message?lines=true",
        "/api/v1/requests?limit=500",
        "/requests/with-message",
      ];
      for (const path of paths) {
        const text = await (await get(running(), path)).text();
        expect(text).toContain("804 characters");
        expect(text).not.toContain("Ab3/Ab3/");
      }
      await running().filled.gone("with-message", null);
    });

    it("is found under the id of a provisional one that it has replaced, and under an identifier of its own", async () => {
      const [stored] = running().made.requests;
      await running().filled.gone("early-1", stored?.view.id ?? "");
      const moved = await get(running(), "/api/v1/requests/early-1?lines=true");
      expect([moved.status, moved.headers.get("location")]).toEqual([
        307,
        `/api/v1/requests/${stored?.view.id}?lines=true`,
      ]);
    });

    it("that there is not is told with what to do", async () => {
      const response = await get(running(), "/api/v1/requests/nobody");
      expect(response.status).toBe(404);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({
        type: "urn:scepscope:problem:unknown-request",
        status: 404,
        remedy: expect.stringContaining("/api/v1/requests?key="),
      });
    });
  });
}

function promiseAll(running: Running): void {
  describe("what belongs to all of them", () => {
    it("sums up outcomes and stages", async () => {
      const summary = ApiSummarySchema.parse(
        await (await get(running(), "/api/v1/summary?host=ndes01")).json(),
      );
      const own = running().made.requests.filter(({ view }) => view.host === "ndes01");
      expect(summary.requests).toBe(own.length);
      expect(Object.values(summary.outcomes).reduce((sum, count) => sum + count, 0)).toBe(own.length);
    });

    it("lists hosts with their sources, and the causes", async () => {
      const { hosts } = ApiHostsSchema.parse(await (await get(running(), "/api/v1/hosts")).json());
      expect(hosts.map(({ host }) => host)).toEqual(running().made.hosts.map(({ host }) => host));
      const { causes } = ApiCausesSchema.parse(await (await get(running(), "/api/v1/causes")).json());
      expect(causes.length).toBeGreaterThan(20);
      const claimed = Map.groupBy(running().made.requests, ({ view }) => view.cause?.id ?? null);
      expect(claimed.size).toBeGreaterThan(2);
      for (const { id, seen } of causes) expect(seen, id).toEqual(seenOf(claimed.get(id) ?? []));
    });
  });
}

/** Counted anew from what the store was given; of the simulation all clocks are known. */
function seenOf(requests: readonly StoredRequest[]): SeenCause | undefined {
  const begun = requests.map(({ view }) => view.startedAt ?? "").toSorted();
  const nameless = requests.filter(({ view }) => view.keys.deviceId.length === 0);
  const distinct = (names: readonly string[]): number => new Set(names).size;
  if (requests.length === 0) return undefined;
  return {
    requests: requests.length,
    firstAt: begun[0] ?? null,
    lastAt: begun.at(-1) ?? null,
    devices: distinct(requests.flatMap(({ view }) => view.keys.deviceId)),
    nameless: nameless.length,
    addresses: distinct(nameless.flatMap(({ view }) => view.keys.clientIp)),
    ofNewest: null,
  };
}

function newer(api: ApiServer, number: number): StoredRequest {
  const [stored] = api.made.requests;
  if (stored === undefined) throw new Error("the simulation has no request");
  return {
    ...stored,
    isFinal: false,
    view: { ...stored.view, id: `newer-${number}`, startedAt: "2027-01-01T00:00:00.000Z" },
  };
}
