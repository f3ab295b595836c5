import { afterAll, beforeAll, expect, test } from "vitest";
import { apiServer } from "../../support/api-server.ts";
import type { ApiServer } from "../../support/api-server.ts";

let served: ApiServer;
let operated: ApiServer;
beforeAll(async () => {
  served = await apiServer();
  operated = await apiServer({ serves: "operation" });
});
afterAll(async () => {
  await served.close();
  await operated.close();
});

const ask = (api: ApiServer, path: string, accept: string): Promise<Response> =>
  fetch(`${api.server.url}${path}`, { headers: { accept }, redirect: "manual" });
const person = "text/html,application/xhtml+xml,*/*;q=0.8";

test.each([
  ["/nothing", "/requests", /box at the top/],
  ["/runbooks/nothing", "/runbooks", /list of runbooks/],
  ["/requests/nobody", "/requests", /box at the top/],
  ["/hosts/nobody", "/hosts", /list of hosts/],
  ["/causes/nothing", "/causes", /list of causes/],
  ["/requests?stage=7", "/requests", /Choose in the list/],
  ["/requests?outcome=faild", "/requests", /outcome: give one of succeeded, failed, open, unknown\./],
  ["/requests?outcom=failed", "/requests", /Choose in the list/],
  ["/requests?cursor=abc", "/requests", /first page/],
])("a person who asks for %s is led on by the page, a program by the API", async (path, link, words) => {
  const page = await ask(served, path, person);
  const text = await page.text();
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const main = /<main[^]*<\/main>/.exec(text)?.[0] ?? "";
  expect(main).toMatch(words);
  expect(main).toContain('href="/"');
  expect(main).toContain(`href="${link}"`);
  expect(main).not.toMatch(/GET |openapi|\/api\//);
  expect(text).toContain('role="search"');
  const told = await ask(served, path, "application/json");
  expect([told.status, told.headers.get("content-type")]).toEqual([page.status, "application/problem+json"]);
});

test("the path of a request with an identifier of several leads a person to their list, and a program to the call that lists them", async () => {
  const agent = served.made.requests[0]?.keys.find(({ type }) => type === "userAgent")?.value ?? "";
  const path = encodeURIComponent(agent);
  const page = await ask(served, `/requests/${path}`, person);
  expect([page.status, page.headers.get("location")]).toEqual([303, `/requests?key=${path}`]);
  const told = await ask(served, `/api/v1/requests/${path}`, "application/json");
  expect(told.status).toBe(404);
  expect(await told.json()).toMatchObject({
    type: "urn:scepscope:problem:unknown-request",
    remedy: expect.stringContaining("/api/v1/requests?key="),
  });
});

test("a process without a page has none for what is not there, and says where the page is", async () => {
  for (const path of ["/", "/requests", "/api/v1/requests"]) {
    const told = await ask(operated, path, person);
    expect([told.status, told.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    expect(await told.json()).toMatchObject({
      type: "urn:scepscope:problem:unknown-path",
      remedy: expect.stringMatching(/\/metrics.*scepscope serve/),
    });
  }
  expect((await ask(operated, "/-/healthy", person)).status).toBe(200);
});
