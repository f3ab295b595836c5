import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { cliError } from "../errors/cli-error.ts";
import type { CliError } from "../errors/cli-error.ts";
import { systemReason } from "../../collectors/contract/index.ts";
import { complaintsOf } from "./complaints.ts";
import type { Complaint } from "./complaints.ts";
import { configShape } from "./config-shape.ts";
import type { Config } from "./config.ts";
import { usualStateFolder } from "./state-folder.ts";
import { readYaml } from "./read-yaml.ts";
import type { Environment } from "./secrets.ts";

/** More than any configuration needs; a log that was named by mistake is refused before it is read. */
const fileBytesMax = 1024 * 1024;

/** The file that holds: the one that is named, else that of SCEPSCOPE_CONFIG; null: none, and everything is as usual. */
export function configPath(path: string | null, env: Environment): string | null {
  return path ?? (env["SCEPSCOPE_CONFIG"] || null);
}

/**
 * The configuration in force. Paths come out absolute; those in a file are relative to its folder. Throws a `CliError` that names each mistake
 * with its line. Reads no secret.
 */
export function readConfig(path: string | null, env: Environment): Config {
  const file = configPath(path, env);
  if (file === null) return resolved(configShape.parse({}), resolve("."), env);
  return resolved(parseConfig(readText(file), file), dirname(resolve(file)), env);
}

/** What a text says; `name` is how errors call it. */
export function parseConfig(text: string, name: string): Config {
  const yaml = readYaml(text);
  if (yaml.status === "unread") {
    throw refused(
      "config.syntax",
      name,
      yaml.errors.map((error) => ({ ...error, remedy: yamlRemedy })),
    );
  }
  const result = configShape.safeParse(yaml.values ?? {});
  if (!result.success) throw refused("config.invalid", name, complaintsOf(result.error.issues, yaml));
  return result.data;
}

const yamlRemedy =
  "write `name: value`, two spaces deeper for each section; `scepscope config print` shows a whole file";

const complaintsMax = 20;

function refused(
  code: "config.syntax" | "config.invalid",
  name: string,
  complaints: readonly Complaint[],
): CliError {
  const [first] = complaints;
  const place = ({ line, column }: Complaint): string => `${name}:${line}:${column}`;
  if (first !== undefined && complaints.length === 1)
    return cliError({ code, what: `${place(first)}: ${first.what}`, remedy: first.remedy });
  const isOneRemedy = complaints.every(({ remedy }) => remedy === first?.remedy);
  const shown = complaints
    .slice(0, complaintsMax)
    .map((one) => `  ${place(one)}: ${one.what}${isOneRemedy ? "" : `: ${one.remedy}`}`);
  const more = complaints.length > shown.length ? [`  and ${complaints.length - shown.length} more`] : [];
  return cliError({
    code,
    what: [`${name} has ${complaints.length} mistakes`, ...shown, ...more].join("\n"),
    remedy:
      isOneRemedy && first !== undefined
        ? first.remedy
        : "put these lines right; `deploy/docs/configuration.md` explains every setting",
  });
}

function readText(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > fileBytesMax) throw unreadable(file, `it has ${size} bytes, more than ${fileBytesMax}`);
    return readFileSync(file, "utf8");
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    if ("remedy" in error) throw error;
    if (error.code === "ENOENT")
      throw cliError({
        code: "config.missing",
        what: `there is no configuration file "${file}"`,
        remedy: "check the spelling, or leave it out: nothing has to be configured",
      });
    throw unreadable(file, systemReason(error));
  }
}

function unreadable(file: string, why: string): CliError {
  return cliError({
    code: "config.unreadable",
    what: `the configuration file "${file}" cannot be read: ${why}`,
    remedy: "name a YAML file that this user may read",
  });
}

function resolved(config: Config, folder: string, env: Environment): Config {
  const from = (path: string): string => (path === "" ? "" : resolve(folder, path));
  return {
    ...config,
    dataFolder: config.dataFolder === "" ? usualStateFolder(process.platform, env) : from(config.dataFolder),
    auth: { ...config.auth, tokenFile: from(config.auth.tokenFile) },
    log: { ...config.log, file: from(config.log.file) },
    pseudonyms: { ...config.pseudonyms, keyFile: from(config.pseudonyms.keyFile) },
    kafka: resolvedKafka(config.kafka, from),
    traces: { ...config.traces, headersFile: from(config.traces.headersFile) },
    notify: resolvedNotify(config.notify, from),
    places: config.places.map((place) => ({
      ...place,
      path: from(place.path),
      host: place.host.toLowerCase(),
    })),
    zones: config.zones.map((entry) => ({ ...entry, host: entry.host.toLowerCase() })),
  };
}

function resolvedKafka(kafka: Config["kafka"], from: (path: string) => string): Config["kafka"] {
  const { isOn, caFile, certificateFile, keyFile } = kafka.tls;
  return {
    ...kafka,
    tls: { isOn, caFile: from(caFile), certificateFile: from(certificateFile), keyFile: from(keyFile) },
    sasl: { ...kafka.sasl, secretFile: from(kafka.sasl.secretFile) },
  };
}

function resolvedNotify(notify: Config["notify"], from: (path: string) => string): Config["notify"] {
  return {
    ...notify,
    alertmanagerSecretFile: from(notify.alertmanagerSecretFile),
    webhookSecretFile: from(notify.webhookSecretFile),
    valuesFile: from(notify.valuesFile),
  };
}
