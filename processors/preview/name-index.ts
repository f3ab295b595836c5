import type { Observation } from "../contract/index.ts";
import { joinNames } from "../requests/index.ts";

/** Observations by the names under which they can join: strong keys, and for the connector's reports the device on its host. */
export interface NameIndex {
  add(observation: Observation): void;
  delete(observation: Observation): void;
  /** Those that share a name with this one, itself among them. Names that are in `asked` are passed over, and enter it. */
  sharing(observation: Observation, asked: Set<string>): Iterable<Observation>;
}

/** A name that so many records carry tells nothing: a user behind a thousand devices, a poisoned value. */
const bearersMax = 2_000;

export function createNameIndex(): NameIndex {
  const bearers = new Map<string, Set<Observation>>();
  const names = new Map<Observation, readonly string[]>();
  return {
    add: (observation) => {
      const own = namesOf(observation);
      if (own.length > 0) names.set(observation, own);
      for (const name of own) {
        const known = bearers.get(name);
        if (known === undefined) bearers.set(name, new Set([observation]));
        else if (known.size < bearersMax) known.add(observation);
      }
    },
    delete: (observation) => {
      for (const name of names.get(observation) ?? none) {
        const known = bearers.get(name);
        known?.delete(observation);
        if (known?.size === 0) bearers.delete(name);
      }
      names.delete(observation);
    },
    *sharing(observation, asked) {
      for (const name of names.get(observation) ?? none) {
        if (asked.has(name)) continue;
        asked.add(name);
        yield* bearers.get(name) ?? [];
      }
    },
  };
}

/** What names the device that a report is due for: only between these a device is a link, and the binder decides whether it is one. */
const reporting: ReadonlySet<string> = new Set([
  "report.entry",
  "report.status-file",
  "report.queued",
  "report.started",
]);

function namesOf(observation: Observation): readonly string[] {
  if (observation.keys.length === 0) return none;
  const names = joinNames([observation]);
  if (!reporting.has(observation.kind)) return names;
  const devices = observation.keys.filter(({ type }) => type === "deviceId");
  return [...names, ...devices.map(({ value }) => `${observation.host} deviceId ${value}`)];
}

const none: readonly string[] = [];
