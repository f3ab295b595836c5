import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import { apiServer } from "../support/api-server.ts";
import type { ApiServer } from "../support/api-server.ts";

let api: ApiServer;
beforeAll(async () => {
  api = await apiServer();
});
afterAll(async () => {
  await api.close();
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "__proto__",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "constructor",
    "../../etc/passwd",
    "%00",
    "%ff%fe",
    "'; DROP TABLE requests; --",
    "\u202e",
    "9".repeat(30),
    "1e999",
    "-1",
  ),
);
const names = fc.oneof(
  fc.constantFrom(
    "key",
    "host",
    "outcome",
    "stage",
    "cause",
    "platform",
    "since",
    "until",
    "limit",
    "cursor",
    "range",
    "lines",
  ),
  hostile,
);
const paths = fc.oneof(
  fc.constantFrom(
    "/",
    "/requests",
    "/hosts",
    "/causes",
    "/api/v1/requests",
    "/api/v1/summary",
    "/api/v1/hosts",
    "/login",
  ),
  fc
    .tuple(fc.constantFrom("/requests/", "/hosts/", "/causes/", "/api/v1/requests/", "/assets/"), hostile)
    .map(([start, word]) => start + encodeURIComponent(word.toWellFormed())),
);

it("whatever is asked for, the answer is an answer: never a fault, never markup that was sent in", async () => {
  const asked = fc.record({
    path: paths,
    query: fc.array(fc.tuple(names, hostile), { maxLength: 4 }),
    isPage: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ path, query, isPage }) => {
      const words = query
        .map(
          ([name, value]) =>
            `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`,
        )
        .join("&");
      const response = await fetch(`${api.server.url}${path}?${words}`, {
        headers: { accept: isPage ? "text/html" : "application/json" },
        redirect: "manual",
      });
      expect(response.status).toBeLessThan(500);
      const text = await response.text();
      // JSON may say what it was asked: nobody takes it for a page.
      const isHtml = (response.headers.get("content-type") ?? "").startsWith("text/html");
      if (isHtml) expect(text).not.toMatch(/<script>|<img/);
      else expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      if (response.status >= 400 && !isPage)
        expect(JSON.parse(text)).toMatchObject({ status: response.status, remedy: expect.any(String) });
    }),
    { numRuns: 300 },
  );
  expect(api.faults).toEqual([]);
});
