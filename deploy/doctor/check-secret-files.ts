import { openSecretRemedy, secretFiles } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { ok } from "./finding.ts";
import type { Finding } from "./finding.ts";

const area = "secrets";

/** Whether files with secrets are open to every user of this machine; nothing where none is named. */
export function checkSecretFiles(config: Config): readonly Finding[] {
  const { named, open } = secretFiles(config);
  if (named === 0) return [];
  if (open.length === 0) return [ok(area, `none of ${named} files with secrets is open to all`)];
  return open.map(({ setting, file }) => ({
    area,
    level: "warn",
    what: `${setting} "${file}" may be read by every user of this machine`,
    remedy: openSecretRemedy,
  }));
}
