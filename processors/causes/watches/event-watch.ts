import type { Facts, Kind, Observation } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { addTo, createTally, remember, sinceOf } from "./watch.ts";
import type { Finding, Watch, WatchMaker } from "./watch.ts";
import type { EventState, WatchStates } from "./watch-states.ts";

/** Trouble that single records tell, and the record that says it is over. */
interface Rule {
  readonly cause: string;
  readonly kinds: readonly Kind[];
  readonly test: (facts: Facts) => boolean;
  readonly words: string;
  /** Later records of this kind end the trouble: it is then gone, or only mentioned as past. */
  readonly over?: { readonly kind: Kind; readonly test: (facts: Facts) => boolean };
  readonly past?: "forgotten" | "mentioned";
  /** Several records of one occurrence are no further apart than this; left out: each counts. */
  readonly onceWithinMs?: number;
  /** The words of the newest record are quoted: what is to be done depends on them. */
  readonly quotes?: true;
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
    onceWithinMs: 2_000,
    quotes: true,
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
    const state = known.get(rule.cause) ?? { seen: createTally(), over: createTally() };
    known.set(rule.cause, state);
    return { rule, state };
  });
  return {
    observe(observation: Observation) {
      const { kind, facts, at, trust } = observation;
      for (const { rule, state } of states) {
        if (rule.kinds.includes(kind) && rule.test(facts)) note(rule, state, observation);
        if (rule.over?.kind === kind && rule.over.test(facts)) addTo(state.over, at, trust);
      }
    },
    findings: () => states.flatMap(({ rule, state }) => findingOf(rule, state)),
  };
}

function note({ quotes, onceWithinMs }: Rule, state: EventState, { at, facts, trust }: Observation): void {
  const isNewest = at !== null && at >= (state.seen.newest ?? at);
  addTo(state.seen, at, trust);
  if (quotes === true && isNewest) state.newest = quoteOf(facts);
  if (onceWithinMs !== undefined) remember((state.times ??= []), at);
}

function quoteOf({ eventId, text }: Facts): string {
  return `event ${eventId ?? "without a number"}: ${text ?? "no words"}`;
}

/** How often it occurred. What is beyond the times that are kept counts record by record. */
function occurrences({ onceWithinMs = 0 }: Rule, { seen, times = [] }: EventState): number {
  const sorted = times.toSorted((one, other) => one - other);
  const again = sorted.filter((at, index) => at - (sorted[index - 1] ?? -Infinity) <= onceWithinMs);
  return seen.count - again.length;
}

function findingOf(rule: Rule, state: EventState): readonly Finding[] {
  const { seen, over, newest } = state;
  if (seen.count === 0) return [];
  const isOver = (over.newest ?? -Infinity) > (seen.newest ?? -Infinity);
  if (isOver && rule.past === "forgotten") return [];
  const because = [
    rule.words,
    ...(isOver ? ["it has started since"] : []),
    ...(newest === undefined ? [] : [`the newest, ${newest}`]),
  ].join("; ");
  return [{ cause: knownCause(rule.cause), count: occurrences(rule, state), ...sinceOf(seen), because }];
}
