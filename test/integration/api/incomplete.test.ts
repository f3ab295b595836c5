import { afterAll, beforeAll, expect, test } from "vitest";
import { apiServer } from "../../support/api-server.ts";
import type { ApiServer } from "../../support/api-server.ts";

let api: ApiServer;
let missing: string | null = null;
beforeAll(async () => {
  api = await apiServer({ partial: () => missing });
});
afterAll(() => api.close());

const lists = ["requests", "requests?key=none", "summary", "hosts", "causes"];

async function told(path: string): Promise<unknown> {
  return (await fetch(`${api.server.url}/api/v1/${path}`)).json();
}

test.each([null, "p0: made again"])(
  "who asks by program is told what the pages tell: what is missing is %o",
  async (words) => {
    missing = words;
    for (const path of lists) expect(await told(path), path).toMatchObject({ incomplete: words });
    const page = await (await fetch(api.server.url)).text();
    expect(page.includes('data-part="unready"')).toBe(words !== null);
    expect(page.includes("Not complete yet: p0: made again.")).toBe(words !== null);
  },
);

test("that there is no such request is not said while it may be one of those that are missing", async () => {
  missing = "p0: made again";
  expect(await told("requests/nobody")).toMatchObject({
    status: 404,
    detail: 'no request has the id "nobody" so far, and not all is there yet: p0: made again',
    remedy: "ask again later",
  });
  missing = null;
  expect(await told("requests/nobody")).toMatchObject({
    status: 404,
    detail: 'no request has the id "nobody"',
  });
});
