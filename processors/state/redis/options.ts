/** Where a Redis is, and how it is reached. Plain: whoever makes it has read the files and secrets that it names. */
export interface RedisOptions {
  readonly place: RedisPlace;
  /** Null: without one. */
  readonly username: string | null;
  readonly password: string | null;
  /** Null: without encryption. */
  readonly tls: RedisTls | null;
  /** All keys and channels begin with it. It cannot hold a brace, which decides in a cluster where a key lives. */
  readonly prefix: string;
  /** A call that has no answer after so long fails with `store.unavailable`. */
  readonly callMsMax: number;
}

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
}

export type RedisPlace =
  | { readonly kind: "single"; readonly address: RedisAddress }
  | {
      readonly kind: "sentinel";
      readonly sentinels: readonly RedisAddress[];
      /** As the sentinels name the master. */
      readonly master: string;
      readonly username: string | null;
      readonly password: string | null;
    }
  | { readonly kind: "cluster"; readonly nodes: readonly RedisAddress[] };

export type SentinelPlace = Extract<RedisPlace, { readonly kind: "sentinel" }>;

/** In PEM; null: what the system trusts, no certificate of our own. */
export interface RedisTls {
  readonly ca: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
}

/** As people know it; without secrets. */
export function nameOfPlace(place: RedisPlace): string {
  const text = ({ host, port }: RedisAddress): string => `${host}:${port}`;
  if (place.kind === "single") return `Redis at ${text(place.address)}`;
  if (place.kind === "cluster") return `the Redis cluster at ${place.nodes.map(text).join(", ")}`;
  return `Redis ${place.master}, known to the sentinels at ${place.sentinels.map(text).join(", ")}`;
}
