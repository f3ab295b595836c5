import { z } from "@hono/zod-openapi";
import { isoTime, outcomes, platforms } from "../contract/index.ts";
import { rangeNames } from "../page/index.ts";
import type { RangeName } from "../page/index.ts";
import { plainKey } from "./plain-key.ts";
import { queryOf } from "./read-query.ts";
import type { Query } from "./read-query.ts";
import type { Outcome, Platform, RequestFilter, Stage } from "../contract/index.ts";

const text = (what: string, example: string): z.ZodOptional<z.ZodString> =>
  z.string().max(textCharsMax).optional().openapi({ description: what, example });

const textCharsMax = 400;

const instant = (what: string): z.ZodType<number | undefined> =>
  z
    .string()
    .max(40)
    .transform(toInstant)
    .optional()
    .openapi({ type: "string", format: "date-time", description: what, example: "2026-11-22T10:00:00Z" });

const oneOf = <T extends string>(words: readonly T[], what: string): z.ZodType<T | undefined> =>
  z.enum(words).optional().openapi({ description: what });

/** What a list of requests can be narrowed by. */
const filterShape = {
  key: text(
    "A whole identifier of any kind, compared without case, braces, and the blanks or colons of a thumbprint: transaction, device, user, thumbprint, serial number, profile, CA request, client address …; also the id of a request.",
    "251E592A777C82996C7CF96F3AAADCF996FC31FF",
  ),
  host: text("Host of the connector.", "ndes01"),
  outcome: oneOf(outcomes, "What became of the request."),
  stage: z
    .string()
    .regex(/^[0-6]$/, "give a whole number from 0 to 6")
    .transform(toStage)
    .optional()
    .openapi({ type: "integer", minimum: 0, maximum: 6, description: "The furthest stage with a record." }),
  cause: text("Id of a cause, see /api/v1/causes.", "verify.signing-certificate-missing"),
  platform: oneOf(platforms, "Kind of the device."),
  since: instant(
    "The request began at or after this moment. Without a zone it is UTC. (`analyze --since` goes by when it ended.)",
  ),
  until: instant("The request began before this moment."),
};

export const filterQuery: Query<FilterQuery> = queryOf(z.strictObject(filterShape));

/** A filter, and `limit` and `cursor` of a list. */
export function listQuery(limitMax: number): Query<ListQuery> {
  const limit = z
    .string()
    .regex(/^[1-9]\d{0,5}$/, "give a whole number from 1")
    .transform(Number)
    .refine((count) => count <= limitMax, `give at most ${limitMax}`)
    .optional()
    .openapi({ type: "integer", minimum: 1, maximum: limitMax, description: "Requests on one page." });
  const cursor = z.string().max(1024).optional().openapi({ description: "`next` of the page before." });
  return queryOf(z.strictObject({ ...filterShape, limit, cursor }));
}

export interface FilterQuery {
  readonly key?: string | undefined;
  readonly host?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly stage?: Stage | 0 | undefined;
  readonly cause?: string | undefined;
  readonly platform?: Platform | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export interface ListQuery extends FilterQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export function toFilter(query: FilterQuery): RequestFilter {
  const { key, host, outcome, stage, cause, platform, since, until } = query;
  return {
    ...(key === undefined ? {} : { key: plainKey(key) }),
    ...(host === undefined ? {} : { host: host.toLowerCase() }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(stage === undefined ? {} : { stage }),
    ...(cause === undefined ? {} : { cause }),
    ...(platform === undefined ? {} : { platform }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

/** The filter as a query again, in one order; `""` when it asks for everything. */
export function filterToQuery(filter: RequestFilter): string {
  const words = new URLSearchParams();
  for (const name of ["key", "host", "outcome", "stage", "cause", "platform"] as const)
    if (filter[name] !== undefined) words.set(name, String(filter[name]));
  for (const name of ["since", "until"] as const)
    if (filter[name] !== undefined) words.set(name, isoTime(filter[name]));
  return words.toString();
}

function toStage(digit: string): Stage | 0 {
  return stagesByDigit.get(digit) ?? 0;
}

const stagesByDigit: ReadonlyMap<string, Stage> = new Map(
  ([1, 2, 3, 4, 5, 6] as const).map((stage) => [String(stage), stage]),
);

function toInstant(written: string, context: z.RefinementCtx): number {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(
    written.trim(),
  );
  const [, day = "", clock = "00:00", zone = "Z"] = match ?? [];
  const at = match === null ? Number.NaN : Date.parse(`${day}T${clock}${zone}`);
  // Date.parse takes the 31st of February for a day in March.
  const isReal = !Number.isNaN(at) && isoTime(Date.parse(`${day}T00:00Z`)).startsWith(day);
  if (isReal) return at;
  context.addIssue({ code: "custom", message: "give a date or a time such as 2026-11-22T10:00:00Z" });
  return z.NEVER;
}

/** For paths that take no parameter. */
export const noQuery: Query<object> = queryOf(z.strictObject({}));

export const detailQuery: Query<{ readonly lines?: "true" | "false" | undefined }> = queryOf(
  z.strictObject({
    lines: z
      .enum(["true", "false"])
      .optional()
      .openapi({ description: "Also reads the log line of each record again." }),
  }),
);

export const eventQuery: Query<{ readonly digestMs?: number | undefined }> = queryOf(
  z.strictObject({
    digestMs: z
      .string()
      .regex(/^[1-9]\d{1,4}$/, "give 10 to 99999")
      .transform(Number)
      .optional()
      .openapi({
        type: "integer",
        minimum: 10,
        maximum: 99_999,
        description:
          "Gathers so long what changes, and tells the ids at once as `digest`; longer while more than digestMs × 10 readers are there.",
      }),
  }),
);

export const overviewQuery: Query<{ readonly range?: RangeName | undefined }> = queryOf(
  z.strictObject({ range: oneOf(rangeNames, "How far back the overview looks.") }),
);
