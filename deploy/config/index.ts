/** Everything that can be chosen or limited. The only folder that knows YAML. */
export type {
  EventLogSettings,
  ApiSettings,
  CollectorSettings,
  Config,
  KafkaSection,
  LiveSettings,
  LogLevel,
  NotifySettings,
  Place,
  TraceSettings,
} from "./config.ts";
export { isHost } from "./is-host.ts";
export { hostLabel } from "./host-label.ts";
export { configToMarkdown } from "./config-to-markdown.ts";
export { readKafkaSecret, readNotifySecrets, readRedisSecrets, readSecrets } from "./secrets.ts";
export type { Environment, NotifySecrets, RedisSecrets, Secrets } from "./secrets.ts";
export { openSecretRemedy, secretFiles } from "./open-secrets.ts";
export { printConfig } from "./print-config.ts";
export { configPath, parseConfig, readConfig } from "./read-config.ts";
export { reloadable } from "./reloadable.ts";
export type { Changes } from "./reloadable.ts";
export { isPlainUrl } from "./sections/notify.ts";
export { configSchema } from "./settings.ts";
export { readYaml } from "./read-yaml.ts";
export type { Position, YamlText } from "./read-yaml.ts";
export { yamlText } from "./yaml-text.ts";
