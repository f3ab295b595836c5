import { z } from "zod";
import { formats, sourceConditions } from "../../collectors/contract/index.ts";
import { requestShape } from "./analysis-schema.ts";
import type {
  ApiCause,
  ApiHost,
  ApiIncomplete,
  ApiRequest,
  ApiRequestChange,
  ApiRequestDetail,
  ApiRequestList,
} from "./api.ts";
import { severities } from "./causes.ts";
import {
  doubtfulTrusts,
  platforms,
  strongKeyTypes,
  timeTrusts,
  weakKeyTypes,
  writers,
} from "./observation.ts";
import { outcomes } from "./request.ts";
import type { Summary } from "./store.ts";

const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const count = z.int().min(0);
const stage = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)]);
const stageOrNone = z.union([z.literal(0), stage]);

const eventTrust = z
  .enum(doubtfulTrusts)
  .exactOptional()
  .describe(
    "There only where eventAt is of a local clock whose zone is in doubt or not known; else it is UTC.",
  );
const oldestTrust = eventTrust.describe(
  "There only where oldest is of a local clock whose zone is in doubt or not known; else it is UTC.",
);

const apiShape = {
  ...requestShape,
  isFinal: z.boolean().describe("Nothing can join it any more."),
  changedAt: time,
  claim: z
    .object({
      because: z.string(),
      alternatives: z.array(z.object({ cause: z.string(), tellApart: z.string() })),
    })
    .nullable(),
};

const note = z.object({
  host: z.string(),
  writer: z.enum(writers),
  fileId: z.string(),
  why: z.string().describe("Why the record belongs to the request."),
  text: z.string(),
  said: z
    .object({
      outcome: z.enum(["none", "ok", "failed", "pending"]),
      resolutionMs: z.number(),
      trust: z.enum(timeTrusts),
      durationMs: z.number(),
    })
    .optional(),
  line: z.string().nullable().describe("The record as it stands in its log; null: not asked for, or gone."),
});

/** The contract of the API, for the OpenAPI document and for those who read its answers. Fields may be added: unknown ones are let pass. */
export const ApiRequestSchema: z.ZodType<ApiRequest> = believed(z.object(apiShape));

export const ApiRequestDetailSchema: z.ZodType<ApiRequestDetail> = believed(
  z.object({
    ...apiShape,
    identifiers: z.array(z.object({ type: z.enum([...strongKeyTypes, ...weakKeyTypes]), value: z.string() })),
    notes: z.array(note),
  }),
);

const incomplete = z
  .string()
  .nullable()
  .describe(
    "What is missing just now of what is known, in words: a state that is being made again, a processor that is away; null: nothing.",
  );

export const ApiRequestListSchema: z.ZodType<ApiRequestList> = z.object({
  requests: z.array(ApiRequestSchema),
  next: z.string().nullable().describe("Pass it as `cursor` to get on; null: there is no more."),
  incomplete,
});

export const ApiChangeSchema: z.ZodType<ApiRequestChange> = z.object({
  id: z.string(),
  host: z.string(),
  platform: z.enum(platforms),
  outcome: z.enum(outcomes),
  stageReached: stageOrNone,
  failedStage: stage.nullable(),
  cause: z.string().nullable(),
  startedAt: time.nullable(),
  isFinal: z.boolean(),
  changedAt: time,
});

const statusCounts = z.object({
  done: count,
  failed: count,
  pending: count,
  implied: count,
  unknown: count,
});

export const ApiSummarySchema: z.ZodType<Summary & ApiIncomplete> = z.object({
  requests: count,
  provisional: count,
  outcomes: z.object({ succeeded: count, failed: count, open: count, unknown: count }),
  stages: z.array(statusCounts).length(6),
  causes: z.array(z.object({ cause: z.string(), host: z.string(), requests: count })),
  grades: z.object({ key: count, exact: count, probable: count }),
  incomplete,
});

const source = z.object({
  name: z.string(),
  format: z.enum(formats).nullable(),
  condition: z.enum(sourceConditions),
  detail: z.string(),
  files: count,
  bytesShipped: count,
  bytesBehind: count,
  changedAt: time.nullable(),
  records: count,
  rejected: count,
  gapBytes: count,
  duplicateBytes: count,
  late: count,
  eventAt: time.nullable(),
  eventTrust,
});

const hostProblem = z.object({
  cause: z.string(),
  title: z.string(),
  severity: z.string(),
  count,
  oldest: time.nullable(),
  oldestTrust,
  because: z.string(),
});

export const ApiHostsSchema: z.ZodType<{ readonly hosts: readonly ApiHost[] } & ApiIncomplete> = z.object({
  hosts: z.array(
    z.object({
      host: z.string(),
      passedAt: time.nullable().describe("All sources that can be waited for have passed this moment."),
      eventAt: time.nullable(),
      eventTrust,
      readAt: time.nullable(),
      heardAt: time
        .nullable()
        .describe("When it was last heard of, by the clock of Kafka where there is one, else by its own."),
      sources: z.array(source),
      problems: z.array(hostProblem),
    }),
  ),
  incomplete,
});

const seenTrust = eventTrust.describe(
  "There only where the time before it is of a local clock whose zone is in doubt or not known; else it is UTC.",
);

const seen = z
  .object({
    requests: count,
    firstAt: time.nullable().describe("When the first of its requests began, of all that are kept."),
    firstTrust: seenTrust,
    lastAt: time.nullable(),
    lastTrust: seenTrust,
    devices: count.describe("Different devices, as far as the requests name them."),
    nameless: count.describe("Requests that name no device."),
    addresses: count.describe("Client addresses of those that name no device."),
    ofNewest: count
      .nullable()
      .describe("The three figures before are of so many of the newest requests; null: of all."),
  })
  .exactOptional()
  .describe("What is kept of it; left out: no request has it. Only a running server says this.");

export const ApiCausesSchema: z.ZodType<{ readonly causes: readonly ApiCause[] } & Partial<ApiIncomplete>> =
  z.object({
    causes: z.array(
      z.object({
        id: z.string(),
        stage: stageOrNone,
        severity: z.enum(severities),
        scope: z.enum(["request", "host"]),
        title: z.string(),
        signal: z.string(),
        why: z.string(),
        steps: z.array(z.string()).describe("In order. Commands stand between backticks."),
        source: z.string(),
        seen,
      }),
    ),
    incomplete: incomplete
      .exactOptional()
      .describe(
        "What is missing just now of what is known, in words; null: nothing. Only a running server says this.",
      ),
  });

/** The shape of a request is checked against its type where it is declared; spread into a larger one, its types are lost. */
function believed<T>(schema: z.ZodType): z.ZodType<T> {
  return schema as z.ZodType<T>;
}
