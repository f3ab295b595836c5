/**
 * The import law.
 *
 * What is read flows file -> slice -> record -> observation -> request -> cause. Imports point the other way, and
 * from one stage to another only at a contract. Every rule has a planted violation in test/house/imports.test.ts.
 */
import { processors, rule } from "./.dependency-cruiser-processors.mjs";

const stages = "collectors|processors|alerts";
/** The only way into another stage. The schemas have doors of their own: their library costs memory that no analysis needs. */
const door = "^(?:collectors/contract/index|processors/contract/(?:index|analysis-schema|api-schema))[.]ts$";
/** What a composition root may start by itself: the API and the page load libraries that an analysis must not pay for, a collector none of the later steps (`test/house/loads.test.ts`). */
const ownDoors =
  "^(?:processors/(?:live|for-collectors|(?:api|page|traces|wording|sources/kafka|state/redis)/index)|collectors/sinks/kafka/index)[.]ts$";
const pure =
  "^(?:collectors/contract|processors/(?:contract|intake|records|observations|requests|preview|causes))/";

/** An outside library is known to one folder, which hides it. */
const adapter = (library, from, folders) =>
  rule(
    `${library.replace(/^@|\/.*/g, "")}-stays-hidden`,
    `Only ${folders.join(" and ")} may know ${library}.`,
    { path: from, pathNot: folders.map((folder) => `^${folder}`) },
    { path: `(?:^|/)node_modules/${library}/` },
  );
const product = `^(?:${stages}|deploy)/`;

const flow = [
  rule(
    "stages-meet-at-a-contract",
    "Import the neighbour's contract/index.ts, or move the shape that both need into it.",
    { path: `^(${stages})/` },
    { path: `^(?:${stages})/`, pathNot: ["^$1/", door] },
  ),
  rule(
    "collectors-know-nobody",
    "The source of the flow must not know who reads it.",
    { path: "^collectors/" },
    { path: "^(?:processors|alerts)/" },
  ),
  rule(
    "processors-do-not-know-alerts",
    "Alerts read metrics; processors never call alerts.",
    { path: "^processors/" },
    { path: "^alerts/" },
  ),
  rule(
    "alerts-read-the-contract",
    "Alerts see names of metrics and texts of causes: processors/contract/index.ts, no library and no I/O. Who prints or serves them stands in deploy/.",
    { path: "^alerts/" },
    { pathNot: ["^alerts/", "^processors/contract/index[.]ts$"] },
  ),
  rule(
    "deploy-is-the-top",
    "Composition happens in deploy/. What is below must not look up.",
    { path: `^(?:${stages})/` },
    { path: "^(?:deploy|test)/" },
  ),
  rule(
    "deploy-uses-front-doors",
    "deploy/ starts a stage by its index.ts or reads its contract.",
    { path: "^deploy/" },
    { path: `^(?:${stages})/`, pathNot: [`^(?:${stages})/index[.]ts$`, door, ownDoors] },
  ),
  rule(
    "nobody-needs-the-command-line",
    "deploy/cli/ is what somebody types: what a role, the doctor or the configuration needs as well stands where all of them may have it.",
    { path: "^deploy/(?!cli/|dev/)" },
    { path: "^deploy/cli/" },
  ),
  rule(
    "product-does-not-need-tests",
    "Only the scripts of a developer (deploy/dev) may start what lives in test/, and the demo, which is the simulator with a clock: a second fleet would only be a worse one.",
    { path: "^deploy/", pathNot: "^deploy/(?:dev|demo)/" },
    { path: "^test/" },
  ),
  rule(
    "demo-knows-the-simulator",
    "The demo is part of the product: of test/ it may start the simulator by its front door, nothing else.",
    { path: "^deploy/demo/" },
    { path: "^test/(?!simulation/index[.]ts$)" },
  ),
  rule(
    "contract-is-data",
    "A contract is a leaf: shapes, codecs and names. No I/O, no logger, no clock; of others only the contract upstream.",
    { path: "^(collectors|processors)/contract/" },
    { pathNot: ["^$1/contract/", "^collectors/contract/index[.]ts$", "(?:^|/)node_modules/zod/"] },
  ),
];

const collectors = [
  rule(
    "collectors-flow-files",
    "files/ is where bytes come from; it imports no later step.",
    { path: "^collectors/files/" },
    { path: "^collectors/slices/" },
  ),
];

const adapters = [
  adapter("kafkajs", product, ["collectors/sinks/kafka/", "processors/sources/kafka/", "deploy/kafka/"]),
  adapter("@node-rs/crc32", product, ["deploy/kafka/"]),
  rule(
    "kafka-comes-by-its-doors",
    "What runs on one machine must not load the client of Kafka: the other folders do not know those that know it.",
    {
      path: "^(?:collectors|processors)/",
      pathNot: "^(?:collectors/sinks|processors/sources)/kafka/",
    },
    { path: "^(?:collectors/sinks|processors/sources)/kafka/" },
  ),
  adapter("ioredis", product, ["processors/state/redis/"]),
  adapter("yauzl", product, ["collectors/files/"]),
  ...["yazl", "tar"].map((library) => adapter(library, product, ["deploy/dev/release/"])),
  adapter("fast-xml-parser", product, ["processors/records/"]),
  adapter("pkijs", product, ["processors/records/scep-message/"]),
  adapter("asn1js", product, ["processors/records/scep-message/"]),
  adapter("@ts-evtx/core", product, ["processors/records/windows-event/"]),
  adapter("prom-client", product, ["processors/metrics/"]),
  adapter("commander", product, ["deploy/cli/"]),
  adapter("string-width", product, ["deploy/cli/"]),
  adapter("yaml", product, ["deploy/config/"]),
  ...["pino", "pino-pretty"].map((library) => adapter(library, product, ["deploy/runtime/log[.]ts"])),
  adapter("hono", product, ["processors/api/", "processors/page/"]),
  adapter("@hono/node-server", product, ["processors/api/"]),
  adapter("@hono/zod-openapi", product, ["processors/api/"]),
  adapter("@opentelemetry/api", product, [
    "deploy/otel/",
    "processors/keeper/own-spans[.]ts",
    "collectors/sinks/kafka/send-span[.]ts",
  ]),
  adapter("@opentelemetry/semantic-conventions", product, ["deploy/otel/", "processors/traces/"]),
  adapter("@opentelemetry/(?:core|exporter|otlp|resources|sdk)[^/]*", product, ["deploy/otel/"]),
  rule(
    "otel-is-loaded-on-demand",
    "deploy/otel/ brings the OpenTelemetry SDK: it is loaded where traces are configured, by import(), and its types are free.",
    { path: "^(?!deploy/otel/|test/)" },
    { path: "^deploy/otel/", dependencyTypesNot: ["dynamic-import", "type-only"] },
  ),
  adapter("@grafana/grafana-foundation-sdk", product, ["deploy/grafana/"]),
  rule(
    "dashboards-are-printed",
    "deploy/grafana/ is made of a library for developers: it is printed, and nothing that runs may need it.",
    { path: product, pathNot: "^deploy/(?:grafana|dev)/" },
    { path: "^deploy/grafana/" },
  ),
  adapter("zod", product, ["collectors/contract/", "processors/contract/", "deploy/"]),
  rule(
    "sqlite-stays-hidden",
    "Only processors/state/sqlite/ may know the database: the others know the port `Store`.",
    { path: product, pathNot: ["^processors/state/sqlite/"] },
    { dependencyTypes: ["core"], path: "^(?:node:)?sqlite$" },
  ),
  rule(
    "pure-means-pure",
    "No file, socket, process or timer in the folders that hold the logic.",
    { path: pure },
    {
      dependencyTypes: ["core"],
      path: "^(?:node:)?(?:fs|fs/promises|net|tls|http|https|http2|dgram|child_process|worker_threads|cluster|os|process|timers|timers/promises|dns|perf_hooks)$",
    },
  ),
];

const doors = [
  rule(
    "redis-has-its-own-door",
    "What runs on one box (analyze, up) must not load the library of the fleet's store: it is started by processors/state/redis/index.ts alone.",
    { path: product, pathNot: ["^processors/state/redis/", "^deploy/(?:fleet|dev)/"] },
    { path: "^processors/state/redis/" },
  ),
];

const tests = [
  rule(
    "simulation-shares-nothing",
    "The simulator judges the parsers: it is written from the formats, and shares no code and no type with them.",
    { path: "^test/simulation/" },
    { path: `^(?:${stages}|deploy)/` },
  ),
  rule(
    "tests-do-not-import-tests",
    "What two tests need belongs in test/support/ or test/fixtures/.",
    { path: "^test/" },
    { path: "[.]test[.]ts$" },
  ),
  {
    name: "reached-by-a-test",
    comment: "No test reaches this module.",
    severity: "error",
    from: { path: "^test/.+[.]test[.]ts$" },
    to: { path: `^(?:${stages})/`, pathNot: "[.]d[.]mts$", reachable: false },
  },
];

const hygiene = [
  rule(
    "no-cycles",
    "A cycle means that two modules are one. What a part and its whole have in common, a type too, stands in a file of its own.",
    {},
    { circular: true },
  ),
  rule(
    "no-orphans",
    "A file that nobody imports and that imports nobody is dead.",
    {
      orphan: true,
      pathNot: [
        "[.]d[.]m?ts$",
        "^test/.+[.]test[.]ts$",
        "^deploy/dev/[^/]+[.](?:ts|mjs)$",
        "[.]config[.]ts$",
      ],
    },
    {},
  ),
  rule("resolvable", "A typing error, or a dependency that is not installed.", {}, { couldNotResolve: true }),
  rule(
    "no-dev-deps-in-production",
    "Move the package to dependencies, or the code to test/.",
    { path: product, pathNot: "^deploy/(?:grafana|dev)/" },
    { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
  ),
];

export default {
  forbidden: [...flow, ...collectors, ...processors, ...adapters, ...doors, ...tests, ...hygiene],
  options: {
    doNotFollow: { path: "node_modules" },
    // A type is a dependency of the mind: type-only imports count.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".mjs", ".js"],
    },
  },
};
