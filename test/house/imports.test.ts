import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { plantTree, removeTree, repository } from "../support/planted-tree.ts";
import { runTool } from "../support/run-tool.ts";

/** For each import rule a file that breaks it, and what it must not import. */
const planted: readonly (readonly [rule: string, path: string, imports: string])[] = [
  ["stages-meet-at-a-contract", "processors/records/a.ts", "../../collectors/files/leaf.ts"],
  ["collectors-know-nobody", "collectors/files/b.ts", "../../processors/contract/index.ts"],
  ["processors-do-not-know-alerts", "processors/metrics/a.ts", "../../alerts/leaf.ts"],
  ["alerts-read-the-contract", "alerts/catalogue/a.ts", "node:fs"],
  ["alerts-read-the-contract", "alerts/b.ts", "../collectors/contract/index.ts"],
  ["deploy-is-the-top", "processors/causes/a.ts", "../../deploy/cli/leaf.ts"],
  ["deploy-uses-front-doors", "deploy/cli/a.ts", "../../processors/records/leaf.ts"],
  ["nobody-needs-the-command-line", "deploy/fleet/a.ts", "../cli/leaf.ts"],
  ["product-does-not-need-tests", "deploy/cli/b.ts", "../../test/support/leaf.ts"],
  ["product-does-not-need-tests", "deploy/runtime/f.ts", "../../test/simulation/index.ts"],
  ["demo-knows-the-simulator", "deploy/demo/a.ts", "../../test/support/leaf.ts"],
  ["demo-knows-the-simulator", "deploy/demo/b.ts", "../../test/simulation/leaf.ts"],
  ["contract-is-data", "processors/contract/a.ts", "node:fs"],
  ["collectors-flow-files", "collectors/files/a.ts", "../slices/leaf.ts"],
  ["processors-flow-records", "processors/records/b.ts", "../observations/leaf.ts"],
  ["processors-flow-records", "processors/records/c.ts", "../analyze.ts"],
  ["processors-flow-observations", "processors/observations/a.ts", "../requests/leaf.ts"],
  ["processors-flow-observations", "processors/observations/b.ts", "../records/iis/leaf.ts"],
  ["processors-flow-requests", "processors/requests/a.ts", "../observations/leaf.ts"],
  ["processors-flow-preview", "processors/preview/a.ts", "../observations/leaf.ts"],
  ["processors-flow-pseudonyms", "processors/pseudonyms/a.ts", "../state/leaf.ts"],
  ["processors-flow-intake", "processors/intake/a.ts", "../requests/leaf.ts"],
  ["processors-flow-causes", "processors/causes/b.ts", "../requests/leaf.ts"],
  ["processors-flow-judge", "processors/judge/a.ts", "../requests/leaf.ts"],
  ["processors-flow-beginnings", "processors/beginnings/a.ts", "../requests/leaf.ts"],
  ["processors-flow-partition", "processors/partition/a.ts", "../records/leaf.ts"],
  ["processors-flow-keeper", "processors/keeper/a.ts", "../requests/leaf.ts"],
  ["processors-flow-state", "processors/state/a.ts", "../requests/leaf.ts"],
  ["processors-flow-sources", "processors/sources/a.ts", "../records/leaf.ts"],
  ["sqlite-stays-hidden", "processors/state/b.ts", "node:sqlite"],
  ["processors-flow-metrics", "processors/metrics/b.ts", "../requests/leaf.ts"],
  ["prom-client-stays-hidden", "processors/causes/d.ts", "prom-client"],
  ["processors-flow-wording", "processors/wording/a.ts", "../causes/leaf.ts"],
  ["processors-flow-page", "processors/page/a.ts", "../api/leaf.ts"],
  ["processors-flow-page", "processors/page/b.ts", "../state/leaf.ts"],
  ["processors-flow-api", "processors/api/a.ts", "../state/leaf.ts"],
  ["processors-flow-api", "processors/api/b.ts", "../causes/leaf.ts"],
  ["nobody-needs-the-api", "processors/metrics/c.ts", "../api/leaf.ts"],
  ["nobody-needs-the-api", "processors/state/c.ts", "../page/leaf.ts"],
  ["hono-stays-hidden", "processors/state/d.ts", "hono"],
  ["hono-stays-hidden", "processors/page/c.ts", "@hono/node-server"],
  ["hono-stays-hidden", "processors/page/d.ts", "@hono/zod-openapi"],
  ["kafkajs-stays-hidden", "collectors/ship/b.ts", "kafkajs"],
  ["kafkajs-stays-hidden", "deploy/cli/e.ts", "kafkajs"],
  ["node-rs-stays-hidden", "collectors/ship/c.ts", "@node-rs/crc32"],
  ["kafka-comes-by-its-doors", "processors/sources/a-bus.ts", "./kafka/index.ts"],
  ["ioredis-stays-hidden", "processors/state/e.ts", "ioredis"],
  ["redis-has-its-own-door", "processors/state/f.ts", "./redis/leaf.ts"],
  ["redis-has-its-own-door", "deploy/cli/d.ts", "../../processors/state/redis/index.ts"],
  ["processors-flow-traces", "processors/traces/a.ts", "../state/leaf.ts"],
  ["nobody-needs-the-traces", "processors/metrics/d.ts", "../traces/leaf.ts"],
  ["opentelemetry-stays-hidden", "processors/traces/b.ts", "@opentelemetry/sdk-trace"],
  ["opentelemetry-stays-hidden", "deploy/up/a.ts", "@opentelemetry/exporter-trace-otlp-http"],
  ["opentelemetry-stays-hidden", "deploy/up/b.ts", "@opentelemetry/resources"],
  ["opentelemetry-stays-hidden", "processors/requests/d.ts", "@opentelemetry/api"],
  ["opentelemetry-stays-hidden", "processors/metrics/e.ts", "@opentelemetry/semantic-conventions"],
  ["otel-is-loaded-on-demand", "deploy/up/c.ts", "../otel/leaf.ts"],
  ["grafana-stays-hidden", "deploy/dev/a.ts", "@grafana/grafana-foundation-sdk/dashboard"],
  ["dashboards-are-printed", "deploy/up/d.ts", "../grafana/leaf.ts"],
  ["yauzl-stays-hidden", "collectors/slices/a.ts", "yauzl"],
  ["yazl-stays-hidden", "deploy/cli/f.ts", "yazl"],
  ["tar-stays-hidden", "collectors/files/f.ts", "tar"],
  ["fast-xml-parser-stays-hidden", "processors/observations/c.ts", "fast-xml-parser"],
  ["pkijs-stays-hidden", "processors/records/d.ts", "pkijs"],
  ["asn1js-stays-hidden", "processors/records/e.ts", "asn1js"],
  ["ts-evtx-stays-hidden", "processors/records/f.ts", "@ts-evtx/core"],
  ["commander-stays-hidden", "deploy/runtime/a.ts", "commander"],
  ["string-width-stays-hidden", "processors/causes/c.ts", "string-width"],
  ["yaml-stays-hidden", "deploy/cli/c.ts", "yaml"],
  ["pino-stays-hidden", "deploy/runtime/d.ts", "pino"],
  ["pino-pretty-stays-hidden", "deploy/runtime/e.ts", "pino-pretty"],
  ["zod-stays-hidden", "processors/requests/b.ts", "zod"],
  ["pure-means-pure", "processors/requests/c.ts", "node:child_process"],
  ["simulation-shares-nothing", "test/simulation/a.ts", "../../processors/contract/index.ts"],
  ["simulation-shares-nothing", "test/simulation/b.ts", "../../collectors/contract/index.ts"],
  ["tests-do-not-import-tests", "test/unit/a.test.ts", "./b.test.ts"],
  ["reached-by-a-test", "processors/observations/unreached.ts", "./leaf.ts"],
  ["no-cycles", "collectors/slices/cycle.ts", "./cycle.ts"],
  ["no-cycles", "collectors/slices/cycle-of-types.ts", "type ./cycle-of-types.ts"],
  ["no-orphans", "deploy/runtime/alone.ts", ""],
  ["resolvable", "deploy/runtime/b.ts", "./nowhere.ts"],
  ["no-dev-deps-in-production", "deploy/runtime/c.ts", "vitest"],
];

/** What the law allows, planted beside it: a rule that forbids everything would pass the tests above. */
const allowed: readonly (readonly [path: string, imports: string])[] = [
  ["processors/records/good.ts", "../../collectors/contract/index.ts"],
  ["processors/records/scep-message/good.ts", "pkijs"],
  ["processors/records/windows-event/good.ts", "@ts-evtx/core"],
  ["processors/observations/good.ts", "../records/index.ts"],
  ["processors/metrics/good.ts", "prom-client"],
  ["processors/requests/good.ts", "../contract/index.ts"],
  ["processors/state/sqlite/good.ts", "node:sqlite"],
  ["processors/state/redis/good.ts", "ioredis"],
  ["deploy/fleet/good.ts", "../../processors/state/redis/index.ts"],
  ["processors/state/good.ts", "../contract/index.ts"],
  ["processors/sources/good.ts", "../../collectors/contract/index.ts"],
  ["processors/sources/kafka/good.ts", "kafkajs"],
  ["collectors/sinks/kafka/good.ts", "../../contract/index.ts"],
  ["deploy/kafka/good.ts", "../../processors/sources/kafka/index.ts"],
  ["deploy/fleet/good.ts", "../../collectors/sinks/kafka/index.ts"],
  ["processors/page/good.ts", "hono/html"],
  ["processors/page/good-words.ts", "../wording/index.ts"],
  ["processors/api/good.ts", "../page/index.ts"],
  ["processors/api/good-library.ts", "@hono/node-server"],
  ["deploy/cli/good-api.ts", "../../processors/api/index.ts"],
  ["collectors/files/good.ts", "yauzl"],
  ["alerts/catalogue/good.ts", "../../processors/contract/index.ts"],
  ["deploy/alerts/good.ts", "../../alerts/index.ts"],
  ["deploy/cli/good.ts", "../../processors/index.ts"],
  ["deploy/grafana/good.ts", "@grafana/grafana-foundation-sdk/dashboard"],
  ["deploy/dev/good-boards.ts", "../grafana/leaf.ts"],
  ["deploy/otel/good.ts", "@opentelemetry/sdk-trace"],
  ["deploy/otel/good-spans.ts", "../../processors/traces/index.ts"],
  ["processors/traces/good.ts", "@opentelemetry/semantic-conventions"],
  ["processors/keeper/own-spans.ts", "@opentelemetry/api"],
  ["collectors/sinks/kafka/send-span.ts", "@opentelemetry/api"],
  ["deploy/config/good.ts", "yaml"],
  ["deploy/runtime/log.ts", "pino"],
  ["deploy/demo/good.ts", "../../test/simulation/index.ts"],
  ["deploy/dev/good.ts", "../../test/simulation/leaf.ts"],
  ["deploy/dev/release/good.ts", "tar"],
  ["test/unit/b.test.ts", "../support/leaf.ts"],
];

const folders = ["collectors", "processors", "alerts", "deploy", "test"];

const law = [".dependency-cruiser.mjs", ".dependency-cruiser-processors.mjs"];

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

let root = "";
let violations: Cruise["summary"]["violations"] = [];

beforeAll(() => {
  root = plantTree(plantedFiles(), [...law, "tsconfig.json", "package.json"]);
  violations = cruise(root).summary.violations;
});
afterAll(() => removeTree(root));

describe("a planted import is refused by its rule", () => {
  test.each(planted)("%s: %s imports %s", (name, path) => {
    const names = violations.filter(
      ({ from, to }) => from === path || (name === "reached-by-a-test" && to === path),
    );
    expect(names.map(({ rule }) => rule.name)).toContain(name);
  });
});

/** What is planted here is imported by nobody, which is not what is looked at. */
const aboutImporters = new Set(["no-orphans", "reached-by-a-test"]);

test.each(allowed)("%s may import %s", (path) => {
  const broken = violations.filter(({ from, rule }) => from === path && !aboutImporters.has(rule.name));
  expect(broken.map(({ rule }) => rule.name)).toEqual([]);
});

test("every import rule has a planted violation", async () => {
  const written: { readonly default: { readonly forbidden: readonly { readonly name: string }[] } } =
    await import(pathToFileURL(join(repository, ".dependency-cruiser.mjs")).href);
  const unplanted = written.default.forbidden.filter(({ name }) => !planted.some(([rule]) => rule === name));
  expect(unplanted.map(({ name }) => name)).toEqual([]);
});

test("the import check looks at every source file, not at none", () => {
  const sources = folders.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" }).filter((path) =>
      /[.](?:ts|mjs)$/.test(path),
    ),
  );
  expect(cruise(repository).summary.totalCruised).toBeGreaterThanOrEqual(sources.length);
});

function plantedText(from: string, isType: boolean): string {
  if (from === "") return "export const alone = 1;\n";
  return isType ? `import type { Own } from "${from}";\nexport type Whole = Own;\n` : `import "${from}";\n`;
}

function plantedFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [path, imports] of [...planted.map(([, ...rest]) => rest), ...allowed]) {
    const [from = "", isType] = imports.split(" ").toReversed();
    files.set(path, plantedText(from, isType === "type"));
    if (from.startsWith(".") && !from.includes("nowhere")) {
      const target = join(path, "..", from);
      if (!files.has(target)) files.set(target, "export const leaf = 1;\n");
    }
  }
  return files;
}

function cruise(folder: string): Cruise {
  const args = ["--config", ".dependency-cruiser.mjs", "--output-type", "json", ...folders];
  return JSON.parse(runTool("dependency-cruiser/bin/dependency-cruiser.mjs", args, folder).stdout);
}
