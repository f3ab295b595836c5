import type { Observation } from "./observation.ts";

/** Who made a call, as far as a row tells: all addresses and the user agent. Behind a proxy all look the same. */
export function clientOf({ keys }: Observation): string {
  let client = "";
  for (const { type, value } of keys)
    if (type === "clientIp" || type === "userAgent") client += client === "" ? value : ` ${value}`;
  return client;
}
