import type { Facts, Kind, Observation } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { addTo, createTally } from "./watch.ts";
import type { Finding, Watch, WatchMaker } from "./watch.ts";
import type { Tally, WatchStates } from "./watch-states.ts";

/** Trouble that single records tell, and the record that says it is over. */
interface Rule {
  readonly cause: string;
  readonly kinds: readonly Kind[];
  readonly test: (facts: Facts) => boolean;
  readonly words: string;
  /** Later records of this kind end the trouble: it is then gone, or only mentioned as past. */
  readonly over?: { readonly kind: Kind; readonly test: (facts: Facts) => boolean };
  readonly past?: "forgotten" | "mentioned";
}

const certificateEvents: ReadonlySet<number> = new Set([10102, 10301, 10302]);
const any = (): boolean => true;

const rules: readonly Rule[] = [
  {
    cause: "host.connector-stopped",
    kinds: ["host.connector-stopped"],
    test: any,
    words: "the connector service stopped and no later start is logged",
    over: { kind: "host.connector-started", test: any },
    past: "forgotten",
  },
  {
    cause: "host.connector-certificate",
    kinds: ["host.connector-event"],
    test: (facts) => certificateEvents.has(facts.eventId ?? 0),
    words: "the connector's certificate could not be renewed or found (events 10102, 10301, 10302)",
    over: { kind: "host.connector-event", test: (facts) => facts.eventId === 10100 },
    past: "forgotten",
  },
  {
    cause: "contact.ndes-not-started",
    kinds: ["host.service-failed"],
    test: any,
    words: "NDES could not start (events 2, 10, 53)",
    over: { kind: "host.service-started", test: any },
    past: "mentioned",
  },
  {
    cause: "contact.general-page",
    kinds: ["contact.probe"],
    test: (facts) => facts.status === 200,
    words: "a bare GET of mscep.dll was answered with 200 instead of 403",
  },
];

/** Host trouble that is told by single records. */
export const eventWatch: WatchMaker = {
  kinds: rules.flatMap((rule) => (rule.over === undefined ? rule.kinds : [...rule.kinds, rule.over.kind])),
  state: "events",
  make: createEventWatch,
};

function createEventWatch(all: WatchStates): Watch {
  const known = (all.events ??= new Map());
  const states = rules.map((rule) => {
    const { seen, over } = known.get(rule.cause) ?? { seen: createTally(), over: createTally() };
    known.set(rule.cause, { seen, over });
    return { rule, seen, over };
  });
  return {
    observe({ kind, facts, at }: Observation) {
      for (const { rule, seen, over } of states) {
        if (rule.kinds.includes(kind) && rule.test(facts)) addTo(seen, at);
        if (rule.over?.kind === kind && rule.over.test(facts)) addTo(over, at);
      }
    },
    findings: () => states.flatMap(({ rule, seen, over }) => findingOf(rule, seen, over)),
  };
}

function findingOf(rule: Rule, seen: Tally, over: Tally): readonly Finding[] {
  if (seen.count === 0) return [];
  const isOver = (over.newest ?? -Infinity) > (seen.newest ?? -Infinity);
  if (isOver && rule.past === "forgotten") return [];
  const because = isOver ? `${rule.words}; it has started since` : rule.words;
  return [{ cause: knownCause(rule.cause), count: seen.count, oldest: seen.oldest, because }];
}
