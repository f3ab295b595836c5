import { counted } from "../../contract/index.ts";
import type { Observation } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { addTo, createTally } from "./watch.ts";
import type { Watch, WatchMaker } from "./watch.ts";
import type { Tally, WatchStates } from "./watch-states.ts";

const clientsMax = 20_000;
/** A device may still be about to send its request when the log ends. */
const patienceMs = 10 * 60_000;

/**
 * Clients that fetch the CA certificates and never send a request to this server. Behind a proxy one address stands for many devices: as soon as
 * one of them sends a PKIOperation nothing can be said about the others, so an address counts only if it never does, nor at another host: behind a load balancer a client may ask
 * one server and send its request to the next. What HTTP.sys logs in place of IIS was sent, too.
 */
export const unfinishedWatch: WatchMaker = {
  kinds: ["contact.pki-operation", "contact.ca-certificate", "contact.http-error"],
  state: "unfinished",
  make: createUnfinishedWatch,
};

function createUnfinishedWatch(states: WatchStates): Watch {
  states.unfinished ??= { fetched: new Map(), operated: new Set() };
  const { fetched, operated } = states.unfinished;
  const noteFetch = (client: string, at: number | null): void => {
    const known = fetched.get(client);
    if (operated.has(client) || (known === undefined && fetched.size >= clientsMax)) return;
    const tally = known ?? createTally();
    addTo(tally, at);
    if (known === undefined) fetched.set(client, tally);
  };
  return {
    observe(observation) {
      if (observation.writer !== "iis" && observation.writer !== "httperr") return;
      const client = clientOf(observation);
      if (client === null) return;
      if (observation.kind === "contact.ca-certificate") {
        if (observation.facts.status === 200) noteFetch(client, observation.at);
      } else if (isOperation(observation) && operated.size < clientsMax) {
        operated.add(client);
        fetched.delete(client);
      }
    },
    findings(_now, { hasOperated, loggedAt }) {
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

/** On this host, whose list of those who did may be full. */
export function mayHaveOperated({ unfinished }: WatchStates, client: string): boolean {
  return (
    unfinished !== undefined && (unfinished.operated.has(client) || unfinished.operated.size >= clientsMax)
  );
}

function isOperation({ kind, facts }: Observation): boolean {
  return kind === "contact.pki-operation" || facts.operation === "pkioperation";
}

function clientOf({ keys }: Observation): string | null {
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index];
    if (key?.type === "clientIp") return key.value;
  }
  return null;
}

function isOver({ newest }: Tally, loggedAt: number): boolean {
  return newest !== null && loggedAt - newest > patienceMs;
}
