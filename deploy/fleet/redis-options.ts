import type { RedisAddress, RedisOptions, RedisPlace } from "../../processors/state/redis/index.ts";
import type { Config, RedisSettings } from "../config/config.ts";
import type { RedisSecrets } from "../config/secrets.ts";
import { readTls } from "./read-tls.ts";

/** How the configuration says that Redis is reached. Reads the certificates; throws when one cannot be read. */
export function redisOptions({ redis }: Pick<Config, "redis">, secrets: RedisSecrets): RedisOptions {
  return {
    place: placeOf(redis, secrets.sentinelPassword),
    username: textOrNull(redis.username),
    password: secrets.redisPassword,
    tls: readTls(
      {
        ca: ["redis.caFile", redis.caFile],
        certificate: ["redis.certificateFile", redis.certificateFile],
        key: ["redis.certificateKeyFile", redis.certificateKeyFile],
      },
      { setting: "redis.useTls", isOn: redis.useTls },
    ),
    prefix: redis.keyPrefix,
    callMsMax: redis.callMsMax,
  };
}

function placeOf(settings: RedisSettings, password: string | null): RedisPlace {
  const addresses = settings.addresses.map(addressOf);
  const [address] = addresses;
  if (address === undefined) throw new TypeError("redis.addresses is empty");
  switch (settings.redisKind) {
    case "single":
      return { kind: "single", address };
    case "cluster":
      return { kind: "cluster", nodes: addresses };
    case "sentinel":
      return {
        kind: "sentinel",
        sentinels: addresses,
        master: settings.masterName,
        username: textOrNull(settings.sentinelUsername),
        password,
      };
  }
}

function addressOf(text: string): RedisAddress {
  const at = text.lastIndexOf(":");
  return { host: text.slice(0, at).replace(/^\[|\]$/g, ""), port: Number(text.slice(at + 1)) };
}

function textOrNull(text: string): string | null {
  return text === "" ? null : text;
}
