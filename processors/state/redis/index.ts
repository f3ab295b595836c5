/** A door of its own: whoever runs a fleet starts the Redis store here; what runs on one box never loads its library. */
export { createRedisStore } from "./create-redis-store.ts";
export { checkRedis } from "./preflight.ts";
export type { Finding } from "./finding.ts";
export type { Forecast } from "./preflight.ts";
export { measureRedis } from "./measure.ts";
export type { RedisSize } from "./measure.ts";
export type { RedisStoreOptions } from "./create-redis-store.ts";
export type { RedisStoreEvent } from "./forget.ts";
export type { RedisAddress, RedisOptions, RedisPlace, RedisTls } from "./options.ts";
