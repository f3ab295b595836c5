import type { SourceFile } from "../../collectors/contract/index.ts";
import { givenZone } from "../../processors/for-collectors.ts";
import type { Zone } from "../../processors/for-collectors.ts";
import { hostLabel } from "../config/index.ts";

export interface ZoneRules {
  /** By host: what was configured. */
  readonly zones: ReadonlyMap<string, string>;
  /** For hosts without one of their own; null: unknown. */
  readonly usual: string | null;
  /** This machine, whose logs are written in its own zone. */
  readonly here: { readonly host: string; readonly zone: string };
}

export interface HostZone {
  readonly zone: string;
  /** It is that of this machine, and nobody has said so. */
  readonly isAssumed: boolean;
}

/** The zone of a host's local clocks: configured, else that of this machine for its own logs, else unknown. */
export function zoneOfHost({ zones, usual, here }: ZoneRules, host: string): HostZone | null {
  const name = hostLabel(host);
  const given = zones.get(name) ?? usual;
  if (given !== null) return { zone: given, isAssumed: false };
  return name === hostLabel(here.host) ? { zone: here.zone, isAssumed: true } : null;
}

/** The same at a moment, ms as written. */
export function liveZoneOf(rules: ZoneRules): (file: SourceFile, at: number) => Zone | null {
  const remembered = new Map<string, { readonly quarter: number; readonly zone: Zone }>();
  return ({ host }, at) => {
    const zone = zoneOfHost(rules, host)?.zone;
    if (zone === undefined) return null;
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
