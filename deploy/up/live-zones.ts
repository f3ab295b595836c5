import type { SourceFile } from "../../collectors/contract/index.ts";
import type { Zone } from "../../processors/index.ts";
import { givenZone } from "../cli/analyze/zones.ts";
import { hostLabel } from "./live-hosts.ts";

export interface ZoneRules {
  /** By host: what was configured. */
  readonly zones: ReadonlyMap<string, string>;
  /** For hosts without one of their own; null: unknown. */
  readonly usual: string | null;
  /** This machine, whose logs are written in its own zone. */
  readonly here: { readonly host: string; readonly zone: string };
}

/** The zone of a local clock at a moment, ms as written: configured, else that of this machine for its own logs, else unknown. */
export function liveZoneOf({ zones, usual, here }: ZoneRules): (file: SourceFile, at: number) => Zone | null {
  return ({ host }, at) => {
    const name = hostLabel(host);
    const zone = zones.get(name) ?? usual ?? (name === hostLabel(here.host) ? here.zone : null);
    return zone === null ? null : givenZone(zone, at);
  };
}
