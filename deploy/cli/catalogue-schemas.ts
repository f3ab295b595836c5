import { z } from "zod";
import { formats } from "../../collectors/contract/index.ts";
import type { Format } from "../../collectors/contract/index.ts";
import { ApiCausesSchema } from "../../processors/contract/api-schema.ts";

/** What `scepscope formats --json` prints. */
export interface FormatList {
  readonly formats: readonly {
    readonly format: Format;
    readonly what: string;
    readonly knownBy: string;
  }[];
}

/** Fields may be added: unknown ones are let pass. */
export const FormatsSchema: z.ZodType<FormatList> = z.object({
  formats: z.array(
    z.object({
      format: z.enum(formats),
      what: z.string().describe("What writes such logs."),
      knownBy: z
        .string()
        .describe("By what a file is taken for one: its content, and its name where that shows nothing."),
    }),
  ),
});

/** The same as JSON Schema (draft 2020-12), as committed beside the documentation. */
export function formatsJsonSchema(): object {
  return describe(FormatsSchema, {
    title: "scepscope formats --json",
    description: "The log formats that can be read. Fields may be added.",
  });
}

export function causesJsonSchema(): object {
  return describe(ApiCausesSchema, {
    title: "scepscope causes --json",
    description:
      "The failures that are recognised: all, or the one that was asked for. The same as /api/v1/causes, which also says what is kept of each. Fields may be added.",
  });
}

function describe(
  schema: z.ZodType,
  words: { readonly title: string; readonly description: string },
): object {
  return { ...z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" }), ...words };
}
