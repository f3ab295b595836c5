// First of all the contract: its schemas are made before the library of the API is loaded, as in a process that loads them in that order.
import { ApiRequestListSchema } from "../../../../processors/contract/api-schema.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openApiDocument } from "../../../../processors/api/index.ts";
import { repository } from "../../../support/planted-tree.ts";

it("the API describes itself alike, whatever was loaded before it", () => {
  expect(ApiRequestListSchema.safeParse({}).success).toBe(false);
  const committed: unknown = JSON.parse(readFileSync(join(repository, "deploy/docs/openapi.json"), "utf8"));
  expect(openApiDocument()).toEqual(committed);
});

it("every path of the API is described, with what it takes and what goes wrong", () => {
  const document: { readonly paths?: Readonly<Record<string, unknown>> } = openApiDocument();
  expect(Object.keys(document.paths ?? {}).toSorted()).toEqual([
    "/-/healthy",
    "/-/ready",
    "/api/v1/causes",
    "/api/v1/events",
    "/api/v1/hosts",
    "/api/v1/requests",
    "/api/v1/requests/{id}",
    "/api/v1/summary",
    "/metrics",
  ]);
  expect(document.paths?.["/api/v1/requests"]).toMatchObject({
    get: {
      parameters: expect.arrayContaining([expect.objectContaining({ name: "key", in: "query" })]),
      responses: { default: { content: { "application/problem+json": expect.anything() } } },
    },
  });
});
