import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { RouteConfig } from "@hono/zod-openapi";
import {
  ApiCausesSchema,
  ApiChangeSchema,
  ApiHostsSchema,
  ApiRequestDetailSchema,
  ApiRequestListSchema,
  ApiSummarySchema,
} from "../contract/api-schema.ts";
import { apiLimits } from "./options.ts";
import { problemType } from "./problem.ts";
import { detailQuery, eventQuery, filterQuery, listQuery } from "./query.ts";

/** The API described for machines: OpenAPI 3.1. The same for every installation, so that it can be committed and compared. */
export function openApiDocument(): Readonly<Record<string, unknown>> {
  const app = new OpenAPIHono();
  const registry = app.openAPIRegistry;
  registry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  registry.registerComponent("schemas", "RequestChange", schemaOf(ApiChangeSchema));
  registry.register("Problem", problemSchema);
  for (const path of paths()) registry.registerPath(path);
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "scepscope", version: "1", description },
    security: [{}, { token: [] }],
  });
  return { ...document };
}

/** Written out: a schema that was made before the library was loaded knows nothing of the library. */
function schemaOf(schema: z.ZodType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12" });
  return rest;
}

const description =
  "Follow every SCEP certificate request through its six stages. Times are UTC, ISO 8601; offsets and lengths are bytes in the log file. A token is needed where one is set. Text from logs is as its writers wrote it: escape it wherever you show it.";

const problemSchema = z
  .object({
    type: z.string().openapi({ example: "urn:scepscope:problem:unknown-parameter" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    remedy: z.string().openapi({ description: "What to do now." }),
  })
  .openapi({ description: "RFC 9457" });

const problems = {
  default: {
    description: "What went wrong, and what to do",
    content: { [problemType]: { schema: { $ref: "#/components/schemas/Problem" } } },
  },
};

function json(what: string, schema: z.ZodType): RouteConfig["responses"] {
  return { 200: { description: what, content: { "application/json": { schema } } }, ...problems };
}

function text(what: string, type: string): RouteConfig["responses"] {
  return { 200: { description: what, content: { [type]: { schema: z.string() } } }, ...problems };
}

/** Paths that take only a query. */
function simple(
  path: string,
  summary: string,
  { responses, query }: { responses: RouteConfig["responses"]; query?: z.ZodObject },
): RouteConfig {
  return { method: "get", path, summary, responses, ...(query === undefined ? {} : { request: { query } }) };
}

function paths(): readonly RouteConfig[] {
  return [...requestPaths(), ...fleetPaths(), ...operationPaths()];
}

function requestPaths(): readonly RouteConfig[] {
  const id = z.string().openapi({ description: "That of a provisional request leads to its successor." });
  return [
    simple(
      "/api/v1/requests",
      "Requests, newest start first; a page stays what it is while newer ones come",
      {
        responses: json("A page of the list", ApiRequestListSchema),
        query: listQuery(apiLimits.pageRequestsMax).schema,
      },
    ),
    {
      method: "get",
      path: "/api/v1/requests/{id}",
      summary: "One request with its evidence and why each record belongs to it",
      request: { params: z.object({ id }), query: detailQuery.schema },
      responses: json("The request", ApiRequestDetailSchema),
    },
    simple("/api/v1/summary", "What the requests add up to", {
      responses: json("Counts by outcome, stage, cause and grade", ApiSummarySchema),
      query: filterQuery.schema,
    }),
  ];
}

function fleetPaths(): readonly RouteConfig[] {
  return [
    simple("/api/v1/hosts", "Hosts, what their sources last said, and their problems", {
      responses: json("In order of name", ApiHostsSchema),
    }),
    simple("/api/v1/causes", "The failures that are recognised, and what to do about each", {
      responses: json("The catalogue", ApiCausesSchema),
    }),
    simple("/api/v1/events", "What changes, from now on, as server-sent events", {
      responses: text(eventWords, "text/event-stream"),
      query: eventQuery.schema,
    }),
  ];
}

const eventWords =
  "Events `request` (a RequestChange), `gone`, `host`, or all as `digest`; `overflow` is the last: ask anew";

function operationPaths(): readonly RouteConfig[] {
  return [
    simple("/metrics", "For Prometheus; OpenMetrics when asked for by Accept", {
      responses: text("The metrics", "text/plain"),
    }),
    simple("/-/healthy", "The process answers", { responses: text("Alive", "text/plain") }),
    simple("/-/ready", "Requests can be followed", { responses: text("Ready", "text/plain") }),
  ];
}
