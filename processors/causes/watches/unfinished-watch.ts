import { counted } from "../../contract/index.ts";
import type { Observation, Request, Writer } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { addTo, createTally } from "./watch.ts";
import type { Watch, WatchMaker } from "./watch.ts";
import type { Tally, UnfinishedState, WatchStates } from "./watch-states.ts";

const clientsMax = 20_000;
/** A device may still be about to send its request when the log ends. */
const patienceMs = 10 * 60_000;

/**
 * Clients that fetch the CA certificates and never send a request to this server. Behind a proxy one address stands for many devices: as soon as
 * one of them sends a PKIOperation nothing can be said about the others, so an address counts only if it never does, nor at another host: behind a load balancer a client may ask
 * one server and send its request to the next. What HTTP.sys logs in place of IIS was sent, too. Of a call that neither logs, as when the process dies in it, nobody knows whose it was: that of any client
 * that had fetched the certificates within the minute before.
 */
export const unfinishedWatch: WatchMaker = {
  kinds: ["contact.pki-operation", "contact.ca-certificate", "contact.http-error"],
  looksAtRequests: true,
  state: "unfinished",
  make: createUnfinishedWatch,
};

/** Devices have requests, too, and no such state. */
function createUnfinishedWatch(states: WatchStates): Watch {
  return {
    observe(observation) {
      if (observation.writer !== "iis" && observation.writer !== "httperr") return;
      const client = addressOf(observation);
      if (client === null) return;
      const state = (states.unfinished ??= { fetched: new Map(), operated: new Set() });
      if (observation.kind === "contact.ca-certificate") {
        if (observation.facts.status === 200) noteFetch(state, client, observation.at);
      } else if (isOperation(observation) && state.operated.size < clientsMax) {
        state.operated.add(client);
        state.fetched.delete(client);
      }
    },
    note(request) {
      const { fetched } = states.unfinished ?? {};
      const at = request.startedAt;
      if (fetched === undefined || at === null || !isUnlogged(request)) return;
      for (const [client, { newest }] of fetched)
        if (newest !== null && newest <= at + stampMs && at - newest <= leadMs) fetched.delete(client);
    },
    findings(_now, { hasOperated, loggedAt }) {
      if (states.unfinished === undefined) return [];
      const { fetched, operated } = states.unfinished;
      // A full list of those who operate would accuse those that no longer fit in.
      if (operated.size >= clientsMax) return [];
      const stopped = [...fetched].filter(([client, at]) => isOver(at, loggedAt) && !hasOperated(client));
      if (stopped.length === 0) return [];
      const oldest = Math.min(...stopped.map(([, tally]) => tally.oldest ?? Infinity));
      const because = `${counted(stopped.length, "client address", "client addresses")} fetched the CA certificates and never sent a request to this server`;
      return [
        {
          cause: knownCause("contact.no-pki-operation"),
          count: stopped.length,
          oldest: Number.isFinite(oldest) ? oldest : null,
          because,
        },
      ];
    },
  };
}

function noteFetch({ fetched, operated }: UnfinishedState, client: string, at: number | null): void {
  const known = fetched.get(client);
  if (operated.has(client) || (known === undefined && fetched.size >= clientsMax)) return;
  const tally = known ?? createTally();
  addTo(tally, at);
  if (known === undefined) fetched.set(client, tally);
}

/** Stamps of rows are cut to the second. */
const stampMs = 1000;
/** A device goes on within moments. */
const leadMs = 60_000;

/** What ran inside of a device's call is there, and of the call nothing that is, or may be, its record. */
function isUnlogged({ evidence, candidates }: Request): boolean {
  const isCall = ({ observation: { kind } }: { readonly observation: Observation }): boolean =>
    kind === "contact.pki-operation" || kind === "contact.http-error";
  const isInside = evidence.some(({ stage, observation }) => stage === 3 && inside.has(observation.writer));
  return isInside && !evidence.some(isCall) && !candidates.some(isCall);
}

const inside: ReadonlySet<Writer> = new Set<Writer>(["plugin", "crp", "connector"]);

/** On this host, whose list of those who did may be full. */
export function mayHaveOperated({ unfinished }: WatchStates, client: string): boolean {
  return (
    unfinished !== undefined && (unfinished.operated.has(client) || unfinished.operated.size >= clientsMax)
  );
}

function isOperation({ kind, facts }: Observation): boolean {
  return kind === "contact.pki-operation" || facts.operation === "pkioperation";
}

/** The address that asked IIS or HTTP.sys: behind a balancer the last one, and all that HTTP.sys logs. */
function addressOf({ keys }: Observation): string | null {
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index];
    if (key?.type === "clientIp") return key.value;
  }
  return null;
}

function isOver({ newest }: Tally, loggedAt: number): boolean {
  return newest !== null && loggedAt - newest > patienceMs;
}
