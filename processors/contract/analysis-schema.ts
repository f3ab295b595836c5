import { z } from "zod";
import { formats } from "../../collectors/contract/index.ts";
import type { Analysis, AnalysisRequest } from "./analysis.ts";
import { doubtfulTrusts, kinds, platforms } from "./observation.ts";
import { rejectReasons } from "./reject.ts";
import { outcomes } from "./request.ts";

const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const count = z.int().min(0);
const stage = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)]);
const stageOrNone = z.union([z.literal(0), stage]);
const grade = z.enum(["key", "exact", "probable"]);
const trust = z
  .enum(doubtfulTrusts)
  .exactOptional()
  .describe(
    "There only where a time is of a local clock whose zone was inferred, is in doubt in that hour, or is not known; all other times are UTC.",
  );
const values = z.array(z.string());
const position = { path: z.string(), offset: count, length: count };

const keys = z.strictObject({
  transactionId: values,
  deviceId: values,
  userId: values,
  thumbprint: values,
  serialNumber: values,
  profileId: values,
  caRequestId: values,
  clientIp: values,
});

const stageView = z.strictObject({
  stage,
  status: z.enum(["done", "failed", "pending", "implied", "unknown"]),
  at: time.nullable(),
  durationMs: z.number().min(0).nullable(),
  grade: grade.nullable(),
  timeGrade: grade
    .exactOptional()
    .describe(
      "How surely the records belong that tell `at` and `durationMs`. There only where that is less than `grade`, which is that of what tells the status.",
    ),
  trust,
});

const shape = {
  id: z.string().min(1),
  host: z.string(),
  platform: z.enum(platforms),
  generation: z.enum(["legacy", "unified", "unknown"]),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  outcome: z.enum(outcomes),
  stageReached: stageOrNone,
  failedStage: stage.nullable(),
  keys,
  stages: z.array(stageView).length(6),
  cause: z.strictObject({ id: z.string(), stage: stageOrNone, title: z.string() }).nullable(),
  evidence: z.array(
    z.strictObject({ ...position, stage, kind: z.enum(kinds), at: time.nullable(), grade, trust }),
  ),
  candidates: z.array(z.strictObject({ ...position, why: z.string() })),
  trust,
};

/** The fields of one request, for those who add to them. */
export const requestShape: Readonly<Record<keyof AnalysisRequest, z.ZodType>> = shape;
const request: z.ZodType<AnalysisRequest> = z.strictObject(shape);

const source = z.strictObject({
  path: z.string(),
  format: z.enum(formats),
  host: z.string(),
  records: count,
  rejected: count,
  bytes: count,
  first: time.nullable(),
  last: time.nullable(),
  clock: z
    .literal("local")
    .exactOptional()
    .describe(
      "`first` and `last` are those of local clocks, as they had them, whatever their zone; else they are UTC.",
    ),
});

const problem = z.strictObject({
  cause: z.string(),
  count,
  oldest: time.nullable(),
  oldestTrust: trust,
});

/** The contract of `analyze --json`, for checking what was written. Unknown fields are errors. A field that is there only in a case that was told wrongly before is added without a new version (`deploy/docs/adr/0031-a-time-that-may-be-no-utc-says-so.md`). */
export const AnalysisSchema: z.ZodType<Analysis> = z.strictObject({
  version: z.literal(1),
  sources: z.array(source),
  requests: z.array(request),
  hosts: z.array(z.strictObject({ host: z.string(), problems: z.array(problem) })),
  unbound: z.strictObject({ records: count, byKind: z.partialRecord(z.enum(kinds), count) }),
  rejected: z.array(z.strictObject({ ...position, reason: z.enum(rejectReasons) })),
});

/** The same as JSON Schema (draft 2020-12), as committed beside the documentation. */
export function analysisJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(AnalysisSchema, { target: "draft-2020-12" });
  return {
    ...schema,
    title: "scepscope analyze --json",
    description:
      "Times are UTC where nothing else stands beside them; offset and length are bytes in the original file.",
  };
}
