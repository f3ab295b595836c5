import type { Observation } from "../contract/index.ts";
import { joinNames } from "../requests/index.ts";

/** Observations by the names under which they can join: strong keys, and for the connector's reports the device on its host. */
export interface NameIndex {
  add(observation: Observation): void;
  delete(observation: Observation): void;
  /** Of each name once: those that share it with whoever is asked for it first, itself among them. */
  ask(): (observation: Observation) => readonly ReadonlySet<Observation>[];
}

/** A name that so many records carry tells nothing: a user behind a thousand devices, a poisoned value. */
const bearersMax = 2_000;

interface Name {
  readonly text: string;
  readonly bearers: Set<Observation>;
  /** Number of the asking in which it was given last. */
  asked: number;
}

export function createNameIndex(): NameIndex {
  const byText = new Map<string, Name>();
  const names = new Map<Observation, readonly Name[]>();
  let askings = 0;
  const nameOf = (text: string): Name => {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const made = { text, bearers: new Set<Observation>(), asked: 0 };
    byText.set(text, made);
    return made;
  };
  return {
    add: (observation) => {
      const own = namesOf(observation).map(nameOf);
      if (own.length > 0) names.set(observation, own);
      for (const { bearers } of own) if (bearers.size < bearersMax) bearers.add(observation);
    },
    delete: (observation) => {
      for (const { text, bearers } of names.get(observation) ?? []) {
        bearers.delete(observation);
        // A record beyond the limit may outlive its name, which others bear anew.
        if (bearers.size === 0 && byText.get(text)?.bearers === bearers) byText.delete(text);
      }
      names.delete(observation);
    },
    ask: () => {
      askings += 1;
      const asking = askings;
      return (observation) => {
        const own = names.get(observation);
        return own === undefined ? nobody : notAskedFor(own, asking);
      };
    },
  };
}

/** Most records carry no name, or one that was given already. */
const nobody: readonly ReadonlySet<Observation>[] = [];

function notAskedFor(names: readonly Name[], asking: number): readonly ReadonlySet<Observation>[] {
  let found: ReadonlySet<Observation>[] | null = null;
  for (const name of names) {
    if (name.asked === asking) continue;
    name.asked = asking;
    if (name.bearers.size > 0) (found ??= []).push(name.bearers);
  }
  return found ?? nobody;
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
