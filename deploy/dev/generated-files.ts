import { analysisJsonSchema } from "../../processors/contract/analysis-schema.ts";
import { metrics, runtimePrefixes } from "../../processors/contract/index.ts";
import { openApiDocument } from "../../processors/api/index.ts";
import { catalogue } from "../../processors/index.ts";
import { runbooks } from "../../alerts/index.ts";
import { printRules, printValues, readValues } from "../alerts/index.ts";
import { traceAttributes } from "../../processors/traces/index.ts";
import { causesJsonSchema, formatsJsonSchema } from "../cli/catalogue-schemas.ts";
import { causesToMarkdown } from "../cli/render/causes-to-markdown.ts";
import { dashboardTexts } from "../grafana/index.ts";
import { configSchema, configToMarkdown } from "../config/index.ts";
import { metricsToMarkdown } from "./metrics-to-markdown.ts";
import { tracesToMarkdown } from "./traces-to-markdown.ts";

/** A file in the repository that is printed from the code. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export function generatedFiles(): readonly GeneratedFile[] {
  return [
    { path: "deploy/docs/analysis.schema.json", text: `${JSON.stringify(analysisJsonSchema(), null, 2)}\n` },
    { path: "deploy/docs/causes.schema.json", text: `${JSON.stringify(causesJsonSchema(), null, 2)}\n` },
    { path: "deploy/docs/formats.schema.json", text: `${JSON.stringify(formatsJsonSchema(), null, 2)}\n` },
    { path: "deploy/docs/config.schema.json", text: `${JSON.stringify(configSchema(), null, 2)}\n` },
    { path: "deploy/docs/configuration.md", text: configToMarkdown() },
    { path: "deploy/docs/openapi.json", text: `${JSON.stringify(openApiDocument(), null, 2)}\n` },
    { path: "deploy/docs/causes.md", text: causesToMarkdown(catalogue) },
    ...alertFiles(),
    { path: "deploy/docs/metrics.md", text: metricsToMarkdown(metrics, runtimePrefixes) },
    { path: "deploy/docs/traces.md", text: tracesToMarkdown(traceAttributes) },
    ...[...dashboardTexts()].map(([name, text]) => ({ path: `deploy/grafana/${name}`, text })),
  ];
}

function alertFiles(): readonly GeneratedFile[] {
  const values = readValues(null);
  return [
    { path: "alerts/values.yaml", text: printValues(values) },
    ...printRules(values).map(({ name, text }) => ({ path: `alerts/rules/${name}`, text })),
    ...[...runbooks(catalogue)].map(([name, text]) => ({ path: `alerts/runbooks/${name}.md`, text })),
  ];
}

/** Those whose text is not, or no longer, what `read` finds under their path. */
export function staleFiles(
  files: readonly GeneratedFile[],
  read: (path: string) => string | null,
): readonly GeneratedFile[] {
  return files.filter(({ path, text }) => read(path) !== text);
}
