import { readKafkaSecret, readRedisSecrets, readSecrets } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { checkLogFile, checkPlaces, checkSecretFiles, checkStateFolder } from "../doctor/index.ts";
import type { Finding } from "../doctor/index.ts";
import { terminalFacts, terminalOf } from "../runtime/terminal.ts";
import { refuseEmpty } from "./refuse-empty.ts";
import { livePlaces, zoneOfHost, zoneRulesOf } from "../collecting/index.ts";
import type { HostZone } from "../collecting/index.ts";
import type { Role } from "./doctor-roles.ts";
import { amongLogs } from "./up/among-logs.ts";
import { effectiveConfig } from "./effective-config.ts";
import type { ConfigFlags } from "./effective-config.ts";
import type { Output } from "./output.ts";
import { renderFindings } from "./render/index.ts";

export interface DoctorFlags extends Pick<ConfigFlags, "config" | "data" | "kafka" | "redis"> {
  readonly json?: boolean;
  /** That Redis is to keep. */
  readonly requests?: number;
  /** As `up` is to be started with. */
  readonly zone?: string;
  readonly color?: boolean;
}

/** Looks at everything that a role needs, and says what to change. 0: it works, 1: something should be looked at, 2: it cannot work. */
export async function doctorCommand(
  { role, paths }: { readonly role: Role; readonly paths: readonly string[] },
  flags: DoctorFlags,
  output: Output,
): Promise<number> {
  refuseEmpty(paths);
  const config = effectiveConfig({
    config: flags.config,
    data: flags.data,
    kafka: flags.kafka,
    redis: flags.redis,
  });
  // A secret that is missing or weak is an error of its own, with its remedy.
  readSecrets(config, process.env);
  const asked = { config, paths, requests: flags.requests ?? requestsUsual, zone: flags.zone ?? null };
  const findings: Finding[] = [...checkSecretFiles(config)];
  for (const check of checks[role]) findings.push(...(await check(asked)));
  findings.push(...checkLogFile(config.log.file));
  const { width, isColourful } = terminalOf(terminalFacts(), flags);
  if (flags.json === true) for (const finding of findings) await output.write(`${JSON.stringify(finding)}\n`);
  else await output.write(renderFindings(findings, { width, colour: isColourful }));
  if (findings.some(({ level }) => level === "bad")) return 2;
  return findings.some(({ level }) => level === "warn") ? 1 : 0;
}

/** What the memory of Redis is held against where nothing else is said. */
const requestsUsual = 1_000_000;

interface Asked {
  readonly config: Config;
  readonly paths: readonly string[];
  readonly requests: number;
  readonly zone: string | null;
}

type Check = (asked: Asked) => Promise<readonly Finding[]>;

/** Where processors are others, zones are their business. */
const placesOf =
  (decides: boolean): Check =>
  async ({ config, paths, zone }) => {
    const rules = zoneRulesOf(config, zone);
    const zoneOf = (host: string): HostZone | null => zoneOfHost(rules, host === "" ? rules.here.host : host);
    return checkPlaces(livePlaces(paths, config, process.env), decides ? zoneOf : null);
  };
const stateFolder: Check = async ({ config, paths }) => {
  const trouble = amongLogs(config, livePlaces(paths, config, process.env));
  const found = checkStateFolder(config.dataFolder);
  return trouble === null
    ? found
    : [...found, { area: "state", level: "bad", what: trouble.message, remedy: trouble.remedy }];
};

const kafkaFor =
  (role: "collect" | "process"): Check =>
  async ({ config }) => {
    const secret = readKafkaSecret(config, process.env);
    // What runs on one box does not load the clients of a fleet.
    const { checkKafka } = await import("../fleet/doctor/index.ts");
    return checkKafka({ config, secret, role, now: Date.now() });
  };

const redisFor =
  (role: "process" | "serve"): Check =>
  async ({ config, requests }) => {
    const secrets = readRedisSecrets(config, process.env);
    const { checkRedisOf } = await import("../fleet/doctor/index.ts");
    return checkRedisOf({ config, secrets, requests, role });
  };

const checks: Readonly<Record<Role, readonly Check[]>> = {
  up: [placesOf(true), stateFolder],
  collect: [placesOf(false), stateFolder, kafkaFor("collect")],
  process: [kafkaFor("process"), redisFor("process")],
  serve: [redisFor("serve")],
};
