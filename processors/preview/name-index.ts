import type { Observation } from "../contract/index.ts";
import { joinNames } from "../requests/index.ts";

/** Records by the names under which they can join. */
export interface NameIndex<T> {
  /** The names that this record bears from now on. */
  enter(record: T, texts: readonly string[]): readonly Name<T>[];
  leave(record: T, names: readonly Name<T>[]): void;
  /** Of each name once: those that share it with whoever is asked for it first, itself among them. */
  ask(): (names: readonly Name<T>[]) => readonly ReadonlySet<T>[];
}

/** A name that so many records carry tells nothing: a user behind a thousand devices, a poisoned value. */
const bearersMax = 2_000;

export interface Name<T> {
  readonly text: string;
  readonly bearers: Set<T>;
  /** Number of the asking in which it was given last. */
  asked: number;
}

export function createNameIndex<T>(): NameIndex<T> {
  const byText = new Map<string, Name<T>>();
  let askings = 0;
  const nameOf = (text: string): Name<T> => {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const made = { text, bearers: new Set<T>(), asked: 0 };
    byText.set(text, made);
    return made;
  };
  return {
    enter: (record, texts) => {
      if (texts.length === 0) return none;
      const names = texts.map(nameOf);
      for (const { bearers } of names) if (bearers.size < bearersMax) bearers.add(record);
      return names;
    },
    leave: (record, names) => {
      for (const { text, bearers } of names) {
        bearers.delete(record);
        // A record beyond the limit may outlive its name, which others bear anew.
        if (bearers.size === 0 && byText.get(text)?.bearers === bearers) byText.delete(text);
      }
    },
    ask: () => {
      askings += 1;
      const asking = askings;
      return (names) => (names.length === 0 ? none : notAskedFor(names, asking));
    },
  };
}

/** Most records carry no name, or one that was given already. */
const none: readonly never[] = [];

function notAskedFor<T>(names: readonly Name<T>[], asking: number): readonly ReadonlySet<T>[] {
  let found: ReadonlySet<T>[] | null = null;
  for (const name of names) {
    if (name.asked === asking) continue;
    name.asked = asking;
    if (name.bearers.size > 0) (found ??= []).push(name.bearers);
  }
  return found ?? none;
}

/** What names the device that a report is due for: only between these a device is a link, and the binder decides whether it is one. */
const reporting: ReadonlySet<string> = new Set([
  "report.entry",
  "report.status-file",
  "report.queued",
  "report.started",
]);

/** Strong keys, and for the connector's reports the device on its host. */
export function joinTexts(observation: Observation): readonly string[] {
  if (observation.keys.length === 0) return none;
  const names = joinNames([observation]);
  if (!reporting.has(observation.kind)) return names;
  const devices = observation.keys.filter(({ type }) => type === "deviceId");
  return [...names, ...devices.map(({ value }) => `${observation.host} deviceId ${value}`)];
}
