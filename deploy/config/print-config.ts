import { Document, isMap, isScalar } from "yaml";
import type { YAMLMap } from "yaml";
import type { Config } from "./config.ts";
import type { Secrets } from "./secrets.ts";
import { settings } from "./settings.ts";

/**
 * A configuration as YAML with each setting's sentence above it; reading it gives the same configuration. Of a secret only whether there is
 * one is shown.
 */
export function printConfig(config: Config, secrets: Secrets): string {
  const document = new Document(config);
  document.commentBefore = [
    " The configuration in force. Secrets are not shown:",
    `   token: ${secrets.token === null ? "none" : "set"}`,
    `   key of the pseudonyms: ${secrets.pseudonymKey === null ? "none" : "set"}`,
    `   headers of the traces: ${secrets.traceHeaders === undefined ? "none" : "set"}`,
  ].join("\n");
  if (isMap(document.contents)) explain(document.contents, "");
  return document.toString({ lineWidth: 0 });
}

function explain(map: YAMLMap, prefix: string): void {
  for (const [index, { key, value }] of map.items.entries()) {
    if (!isScalar(key)) continue;
    const path = `${prefix}${String(key.value)}`;
    const setting = settings.find((each) => each.path === path);
    if (setting !== undefined) key.commentBefore = ` ${setting.says}`;
    if (prefix === "" && index > 0) key.spaceBefore = true;
    if (isMap(value)) explain(value, `${path}.`);
  }
}
