import { readFileSync, statSync } from "node:fs";
import { isLoopback } from "../../processors/contract/index.ts";
import { cliError } from "../errors/cli-error.ts";
import type { CliError } from "../errors/cli-error.ts";
import { systemReason } from "../../collectors/contract/index.ts";
import type { Config } from "./config.ts";
import { parseHeaders } from "./trace-headers.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What must never be printed. Null: none is set. */
export interface Secrets {
  /** Asked for by the page and the API. */
  readonly token: string | null;
  /** Key of the hash that stands for users and devices. */
  readonly pseudonymKey: string | null;
  /** Sent with traces; absent: none are set. */
  readonly traceHeaders?: ReadonlyMap<string, string>;
}

/** Of the store of a fleet. */
export interface RedisSecrets {
  readonly redisPassword: string | null;
  readonly sentinelPassword: string | null;
}

/**
 * Reads the secrets, and sees that what is switched on has the one that it needs: an address that others can reach needs a token, a keyed hash needs its
 * key. The environment wins over a file. An error never shows a secret.
 */
export function readSecrets(config: Config, env: Environment): Secrets {
  const token = secretOf(
    { variable: "SCEPSCOPE_TOKEN", setting: "auth.tokenFile", file: config.auth.tokenFile },
    env,
  );
  const pseudonymKey = secretOf(
    { variable: "SCEPSCOPE_PSEUDONYM_KEY", setting: "pseudonyms.keyFile", file: config.pseudonyms.keyFile },
    env,
  );
  if (token === null && !isLoopback(config.listen.host)) throw exposed(config.listen.host);
  const { users, devices } = config.pseudonyms;
  if (pseudonymKey === null && (users === "hash" || devices === "hash")) throw keyless();
  const traceHeaders = headersOf(config, env);
  return { token, pseudonymKey, ...(traceHeaders.size === 0 ? {} : { traceHeaders }) };
}

/** Not asked for where no traces are sent. */
function headersOf({ traces }: Config, env: Environment): ReadonlyMap<string, string> {
  if (traces.endpoint === "") return new Map();
  const variable = "SCEPSCOPE_TRACE_HEADERS";
  const origin = { variable, setting: "traces.headersFile", file: traces.headersFile };
  const given = env[variable] ?? "";
  const headers = parseHeaders(given !== "" || origin.file === "" ? given : readSecretFile(origin));
  if (headers !== null) return headers;
  throw cliError({
    code: "config.secret",
    what: `${given === "" ? `traces.headersFile "${origin.file}"` : variable} holds a line that is no header`,
    remedy: "write `Name: value` on each line, twenty at most, in plain characters",
  });
}

/**
 * The secret of the user that Kafka knows this program as; null: Kafka asks nobody. Brokers of others may have short ones. Throws a `CliError` that never shows
 * it.
 */
export function readKafkaSecret({ kafka: { sasl, tls } }: Config, env: Environment): string | null {
  if (sasl.mechanism === "off") {
    if (sasl.username !== "") throw unasked(sasl.username);
    return null;
  }
  const origin = {
    variable: "SCEPSCOPE_KAFKA_SECRET",
    setting: "kafka.sasl.secretFile",
    file: sasl.secretFile,
    check: checkedLine,
  };
  const secret = secretOf(origin, env);
  if (sasl.username === "") throw nameless();
  if (secret !== null && (sasl.mechanism !== "plain" || tls.isOn)) return secret;
  throw cliError({
    code: "config.secret",
    what:
      secret === null
        ? "Kafka asks who this is (kafka.sasl.mechanism), and there is no secret to answer with"
        : "kafka.sasl.mechanism plain would send the secret to the brokers for everybody to read: there is no TLS",
    remedy:
      secret === null
        ? "set SCEPSCOPE_KAFKA_SECRET or kafka.sasl.secretFile"
        : "set kafka.tls.isOn, or use scram-sha-512",
  });
}

function unasked(username: string): CliError {
  return cliError({
    code: "config.secret",
    what: `kafka.sasl.username names "${username}", and Kafka would not be told: kafka.sasl.mechanism is off`,
    remedy: "set kafka.sasl.mechanism to what the brokers take, such as scram-sha-512, or name no user",
  });
}

function nameless(): CliError {
  return cliError({
    code: "config.secret",
    what: "Kafka asks who this is (kafka.sasl.mechanism), and no user is named",
    remedy: "set kafka.sasl.username",
  });
}

/** Given to us by others, who decide how long they are. */
export function readRedisSecrets({ redis }: Pick<Config, "redis">, env: Environment): RedisSecrets {
  const given = (variable: string, setting: string, file: string): string | null =>
    secretOf({ variable, setting, file, check: checkedLine }, env);
  return {
    redisPassword: given("SCEPSCOPE_REDIS_PASSWORD", "redis.passwordFile", redis.passwordFile),
    sentinelPassword: given(
      "SCEPSCOPE_SENTINEL_PASSWORD",
      "redis.sentinelPasswordFile",
      redis.sentinelPasswordFile,
    ),
  };
}

/** Null: nobody asks who this is. */
export interface NotifySecrets {
  readonly alertmanager: string | null;
  readonly webhook: string | null;
}

/** Not asked for where nobody is told. A password that everybody on the way can read is none. */
export function readNotifySecrets({ notify }: Pick<Config, "notify">, env: Environment): NotifySecrets {
  const given = (address: string, origin: Origin): string | null => {
    const secret = address === "" ? null : secretOf({ ...origin, check: checkedLine }, env);
    const { protocol, hostname } = new URL(address === "" ? "http://127.0.0.1" : address);
    if (secret !== null && protocol === "http:" && !isLoopback(hostname)) throw readable(hostname);
    return secret;
  };
  return {
    alertmanager: given(notify.alertmanagerUrl, {
      variable: "SCEPSCOPE_ALERTMANAGER_SECRET",
      setting: "notify.alertmanagerSecretFile",
      file: notify.alertmanagerSecretFile,
    }),
    webhook: given(notify.webhookUrl, {
      variable: "SCEPSCOPE_WEBHOOK_SECRET",
      setting: "notify.webhookSecretFile",
      file: notify.webhookSecretFile,
    }),
  };
}

function readable(host: string): CliError {
  return cliError({
    code: "config.secret",
    what: `the secret for ${host} would be sent for everybody to read: its address begins with http`,
    remedy: "use https, or a receiver on this machine",
  });
}

interface Origin {
  readonly variable: string;
  readonly setting: string;
  /** Empty: no file. */
  readonly file: string;
  /** Left out: it is one that only we know. */
  readonly check?: (text: string, origin: string) => string;
}

const secretCharactersMin = 16;
const secretBytesMax = 4096;

function secretOf(origin: Origin, env: Environment): string | null {
  const given = env[origin.variable] ?? "";
  const check = origin.check ?? checked;
  if (given !== "") return check(given, origin.variable);
  return origin.file === "" ? null : check(readSecretFile(origin), `${origin.setting} "${origin.file}"`);
}

function readSecretFile({ setting, file, variable }: Origin): string {
  try {
    if (statSync(file).size <= secretBytesMax) return readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(`${setting} "${file}" cannot be read: ${systemReason(error)}`, variable);
  }
  throw unreadable(`${setting} "${file}" has more than ${secretBytesMax} bytes`, variable);
}

/** Short ones can be guessed; others than visible ASCII cannot be sent in a header. */
function checked(text: string, origin: string): string {
  const secret = text.trim();
  if (secret.length < secretCharactersMin)
    throw badSecret(`${origin} has ${secret.length} characters, fewer than ${secretCharactersMin}`);
  if (!/^[\x21-\x7E]+$/.test(secret)) throw badSecret(`${origin} has blanks or other than plain characters`);
  return secret;
}

/** One line: a file may end it, and editors of Windows begin it with a mark of its encoding. */
function checkedLine(text: string, origin: string): string {
  const secret = text.replace(/^\uFEFF/, "").replace(/\r?\n$/, "");
  if (secret === "") throw badLine(`${origin} is empty`);
  if (/[\0-\x1F\x7F]/.test(secret)) throw badLine(`${origin} is not one line of text`);
  return secret;
}

/** It may be one that somebody else gives, such as Kafka's, or lines of headers: what to do fits each. */
function unreadable(what: string, variable: string): CliError {
  const remedy = `see that the file is there, holds nothing else, and that the user who runs this, and nobody else, may read it; or set ${variable}`;
  return cliError({ code: "config.secret", what, remedy });
}

function badLine(what: string): CliError {
  const remedy = "write the password in it, and nothing else, so that only this user may read it";
  return cliError({ code: "config.secret", what, remedy });
}

function badSecret(what: string): CliError {
  return cliError({
    code: "config.secret",
    what,
    remedy: "make one with `openssl rand -hex 32`, in a file that only this user may read",
  });
}

function exposed(host: string): CliError {
  return cliError({
    code: "config.exposed",
    what: `the page would be open to everybody who can reach ${host}: it shows users and devices, and there is no token`,
    remedy: "set SCEPSCOPE_TOKEN or auth.tokenFile, or listen on 127.0.0.1",
  });
}

function keyless(): CliError {
  return cliError({
    code: "config.secret",
    what: "users or devices are to be hashed, and there is no key for it",
    remedy:
      "set SCEPSCOPE_PSEUDONYM_KEY or pseudonyms.keyFile: `openssl rand -hex 32` makes one; keep it, since another key gives other hashes",
  });
}
