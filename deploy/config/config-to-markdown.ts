import { settings } from "./settings.ts";
import type { Setting } from "./settings.ts";

/** The reference page, printed from the schema. */
export function configToMarkdown(): string {
  const top = settings.filter(({ path }) => !path.includes("."));
  return [head, ...top.map(section), ""].join("\n");
}

const head = `# Configuration

Printed from the schema by \`npm run generate\`; the same for editors: \`deploy/docs/config.schema.json\`.

Nothing has to be configured on a standard server. \`scepscope up --config FILE\` reads a YAML file; without \`--config\` the one that SCEPSCOPE_CONFIG
names. \`scepscope config check FILE\` finds mistakes, \`scepscope config print FILE\` shows every setting with its value: a file to begin with.

- Each setting may be left out, and then has the value given here. A name that is not known is an error.
- Paths are relative to the folder of the file.
- Units stand last in names: \`Ms\` milliseconds, \`Bytes\` bytes, \`Days\` days; \`Max\` is a limit.
- *reload*: a new value holds after SIGHUP; what the store keeps does so for \`up\` only. All others need a restart; a reload says which of them have changed.
- Secrets come from the environment or from files, never from here: SCEPSCOPE_TOKEN or \`auth.tokenFile\`, SCEPSCOPE_PSEUDONYM_KEY or \`pseudonyms.keyFile\`,
  SCEPSCOPE_TRACE_HEADERS or \`traces.headersFile\`. The first two need 16 characters or more; the environment wins. The secret of Kafka's user:
  SCEPSCOPE_KAFKA_SECRET or \`kafka.sasl.secretFile\`. What receivers of alerts ask for: SCEPSCOPE_ALERTMANAGER_SECRET or
  \`notify.alertmanagerSecretFile\`, SCEPSCOPE_WEBHOOK_SECRET or \`notify.webhookSecretFile\`.
`;

function section(setting: Setting): string {
  const below = settings.filter(
    ({ path }) => path.startsWith(`${setting.path}.`) || path.startsWith(`${setting.path}[]`),
  );
  const own = setting.isSection ? [setting.says, ""] : [...lines(setting), ""];
  return [
    `## \`${setting.path}\``,
    "",
    ...own,
    ...below.flatMap(lines),
    ...(below.length > 0 ? [""] : []),
  ].join("\n");
}

function lines(setting: Setting): readonly string[] {
  if (setting.isSection) return [`- \`${setting.path}\`: ${setting.says}`];
  const usual =
    setting.usual === undefined ? "has to be given" : `usually \`${JSON.stringify(setting.usual)}\``;
  return [
    `- \`${setting.path}\`: ${setting.says}`,
    `  ${firstUpper(setting.takes)}; ${usual}${setting.reload ? "; *reload*" : ""}.`,
  ];
}

function firstUpper(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
