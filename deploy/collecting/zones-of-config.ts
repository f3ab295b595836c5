import { hostname } from "node:os";
import type { SourceFile } from "../../collectors/contract/index.ts";
import type { Zone } from "../../processors/for-collectors.ts";
import { hostLabel } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { liveZoneOf } from "./live-zones.ts";
import type { ZoneRules } from "./live-zones.ts";

/** `zone`: of local clocks where nothing else is known; null: unknown. */
export function zoneRulesOf(config: Config, zone: string | null): ZoneRules {
  return {
    zones: new Map(config.zones.map((rule) => [hostLabel(rule.host), rule.zone])),
    usual: zone,
    here: { host: hostname(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
  };
}

/**
 * For a collector whose processors are others, and only puts files in order: a local clock without a zone in the configuration stays where it is. That of the machine is
 * no ground, since the processors do not know it.
 */
export function configuredZoneOf(config: Config): (file: SourceFile, at: number) => Zone | null {
  const zoneOf = liveZoneOf(zoneRulesOf(config, null));
  const named = new Set(config.zones.map(({ host }) => hostLabel(host)));
  return (file, at) => (named.has(hostLabel(file.host)) ? zoneOf(file, at) : null);
}
