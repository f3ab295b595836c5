import type { SourceFile } from "../../collectors/contract/index.ts";
import { givenZone } from "../../processors/index.ts";
import type { Zone } from "../../processors/index.ts";
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
  const remembered = new Map<string, { readonly quarter: number; readonly zone: Zone }>();
  return ({ host }, at) => {
    const name = hostLabel(host);
    const zone = zones.get(name) ?? usual ?? (name === hostLabel(here.host) ? here.zone : null);
    if (zone === null) return null;
    const quarter = Math.floor(at / quarterMs);
    const known = remembered.get(zone);
    if (known?.quarter === quarter) return known.zone;
    const found = givenZone(zone, quarter * quarterMs);
    remembered.set(zone, { quarter, zone: found });
    return found;
  };
}

/** Clocks are put forward and back at quarters of an hour. To ask the library with each slice would take a tenth of the time of a busy box. */
const quarterMs = 15 * 60_000;
