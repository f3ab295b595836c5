import { Cluster, Redis } from "ioredis";
import type { RedisOptions as LibraryOptions } from "ioredis";
import type { RedisAddress, RedisOptions, SentinelPlace } from "./options.ts";

export type Client = Redis | Cluster;
type ClientOptions = Omit<LibraryOptions, "replyMapping">;

const connectMsMax = 2000;
const retryMsMax = 1000;

/** It connects by itself, and again whenever it has lost its server. Nothing waits in it: what is sent while there is no server fails at once. */
export function connect(options: RedisOptions): Client {
  const { place } = options;
  const again = { retryStrategy: (count: number): number => Math.min(50 * 2 ** count, retryMsMax) };
  if (place.kind !== "cluster") return quietly(new Redis({ ...clientOptions(options), ...again }));
  return new Cluster(place.nodes.map(addressOf), {
    redisOptions: authOptions(options),
    clusterRetryStrategy: again.retryStrategy,
    enableOfflineQueue: false,
    retryDelayOnClusterDown: 100,
    retryDelayOnFailover: 100,
    slotsRefreshTimeout: connectMsMax,
    slotsRefreshInterval: 5000,
    // A certificate names hosts; the nodes name themselves by address.
    dnsLookup: (address, callback) => callback(null, address),
  });
}

/** A connection that lives once, to one of the servers: messages of a cluster reach all of its nodes. */
export function connectOnce(options: RedisOptions, attempt: number): Redis {
  const { place } = options;
  const once = { retryStrategy: () => null, sentinelRetryStrategy: () => null, enableOfflineQueue: true };
  if (place.kind !== "cluster") return quietly(new Redis({ ...clientOptions(options), ...once }));
  const node = place.nodes[attempt % place.nodes.length];
  if (node === undefined) throw new TypeError("a cluster without nodes");
  return new Redis({ ...addressOf(node), ...authOptions(options), ...once });
}

/**
 * While ioredis is connected it also listens to each sentinel, by clients whose errors it hears as little as we: they would be printed, with a trace, for each sentinel that
 * is away. That one is asked in vain shows where none is left.
 */
function quietly(client: Redis): Redis {
  const connector: unknown = Reflect.get(client, "connector");
  if (typeof connector !== "object" || connector === null) return client;
  const connectTo: unknown = Reflect.get(connector, "connectToSentinel");
  if (typeof connectTo !== "function") return client;
  Reflect.set(connector, "connectToSentinel", (...words: readonly unknown[]): unknown => {
    const made: unknown = Reflect.apply(connectTo, connector, words);
    if (made instanceof Redis) made.on("error", () => {});
    return made;
  });
  return client;
}

/** To one of the sentinels itself, once: what it is asked fails as soon as it cannot be reached. */
export function connectToSentinel(options: RedisOptions, place: SentinelPlace, address: RedisAddress): Redis {
  const { username, password } = place;
  return new Redis({
    ...authOptions({ ...options, username, password }),
    ...addressOf(address),
    retryStrategy: () => null,
    enableReadyCheck: false,
    commandTimeout: connectMsMax,
  });
}

function clientOptions(options: RedisOptions): ClientOptions {
  const { place } = options;
  const known: ClientOptions = {
    ...authOptions(options),
    enableOfflineQueue: false,
    // A server that was a master, and is none any more.
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
  };
  if (place.kind === "single") return { ...known, ...addressOf(place.address) };
  if (place.kind === "cluster") throw new TypeError("a cluster is no single server");
  return {
    ...known,
    sentinels: place.sentinels.map(addressOf),
    name: place.master,
    ...(place.username === null ? {} : { sentinelUsername: place.username }),
    ...(place.password === null ? {} : { sentinelPassword: place.password }),
    ...(options.tls === null ? {} : { enableTLSForSentinelMode: true, sentinelTLS: tlsOptions(options.tls) }),
    sentinelRetryStrategy: (count) => Math.min(50 * 2 ** count, retryMsMax),
    sentinelCommandTimeout: connectMsMax,
    failoverDetector: true,
  };
}

function authOptions({ username, password, tls, callMsMax }: RedisOptions): ClientOptions {
  return {
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(tls === null ? {} : { tls: tlsOptions(tls) }),
    connectTimeout: connectMsMax,
    // A server that hangs: what waits for it is rejected, and the connection made anew.
    socketTimeout: callMsMax,
    maxRetriesPerRequest: null,
    // What was sent may have been done. Whoever sent it decides whether to send it again.
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
  };
}

function tlsOptions({ ca, certificate, key }: NonNullable<RedisOptions["tls"]>) {
  return {
    ...(ca === null ? {} : { ca }),
    ...(certificate === null ? {} : { cert: certificate }),
    ...(key === null ? {} : { key }),
  };
}

function addressOf({ host, port }: RedisAddress): { readonly host: string; readonly port: number } {
  return { host, port };
}
