import { realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Config } from "./config.ts";

/** A file with a secret that every user of this machine may read. */
export interface OpenSecret {
  /** Name of the setting that names it. */
  readonly setting: string;
  readonly file: string;
}

/** What helps against each of them. */
export const openSecretRemedy =
  "let only the user who runs this read it: `chmod 600` and, where it belongs to another, `chown`; then put another secret in its place, for who has read it knows it";

/**
 * Files with secrets that a configuration names, those of private keys among them, and which of them every user of this machine may read: by their own mode, and those of all
 * folders above. One that is not there is told by whoever reads it. On Windows modes say nothing, and none is named.
 */
export function secretFiles(config: Config): {
  readonly named: number;
  readonly open: readonly OpenSecret[];
} {
  const named = namedIn(config).filter(({ file }) => file !== "");
  if (process.platform === "win32") return { named: 0, open: [] };
  return { named: named.length, open: named.filter(({ file }) => isOpenToAll(file)) };
}

function namedIn({ auth, pseudonyms, traces, kafka, redis, notify }: Config): readonly OpenSecret[] {
  return Object.entries({
    "auth.tokenFile": auth.tokenFile,
    "pseudonyms.keyFile": pseudonyms.keyFile,
    "traces.headersFile": traces.headersFile,
    "kafka.sasl.secretFile": kafka.sasl.secretFile,
    "kafka.tls.keyFile": kafka.tls.keyFile,
    "redis.passwordFile": redis.passwordFile,
    "redis.sentinelPasswordFile": redis.sentinelPasswordFile,
    "redis.certificateKeyFile": redis.certificateKeyFile,
    "notify.alertmanagerSecretFile": notify.alertmanagerSecretFile,
    "notify.webhookSecretFile": notify.webhookSecretFile,
  }).map(([setting, file]) => ({ setting, file }));
}

const othersRead = 0o004;
const othersPass = 0o001;

function isOpenToAll(file: string): boolean {
  try {
    const path = realpathSync(file);
    return (statSync(path).mode & othersRead) !== 0 && foldersAbove(path).every(letsOthersPass);
  } catch {
    return false;
  }
}

function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}

function letsOthersPass(folder: string): boolean {
  return (statSync(folder).mode & othersPass) !== 0;
}
