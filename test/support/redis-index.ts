import { redisCommand } from "../../deploy/dev/services/redis-process.ts";

/** The index of identifiers of one partition, as it lies in Redis. */
export interface RedisIndex {
  /** How many keys hold lists of 65,536 numbers, and of 4096. */
  sizes(): Promise<{ readonly wide: number; readonly narrow: number }>;
  /** As if so many final requests had come and been forgotten. */
  beginAt(number: number): Promise<void>;
  /** As the first schema had it: all lists of 4096 numbers. */
  toFirstSchema(): Promise<void>;
}

export function redisIndexOf(port: number, prefix: string, partition: string): RedisIndex {
  const within = `${prefix}{${partition}}:`;
  const command = (...words: readonly string[]): Promise<string> => redisCommand(port, words);
  const count = async (pattern: string): Promise<number> =>
    Number(await command("eval", "return #redis.call('KEYS', ARGV[1])", "0", `${within}${pattern}`));
  return {
    sizes: async () => ({ wide: await count("v:*"), narrow: await count("k:*") }),
    beginAt: async (number) => {
      await command("hset", `${within}meta`, "first", String(number), "last", String(number));
    },
    toFirstSchema: async () => {
      await command("eval", narrow, "0", within);
      await command("set", `${prefix}schema`, "1");
    },
  };
}

const narrow = `
for _, key in ipairs(redis.call('KEYS', ARGV[1] .. 'v:*')) do
  local segment, bucket = string.match(key, ':v:(%d+):(%x+)$')
  local flat = redis.call('HGETALL', key)
  redis.call('DEL', key)
  for at = 1, #flat, 2 do
    for from = 1, #flat[at + 1] - 1, 2 do
      local low = struct.unpack('>I2', flat[at + 1], from)
      local to = ARGV[1] .. 'k:' .. (segment * 16 + math.floor(low / 4096)) .. ':' .. (tonumber(bucket, 16) % 512)
      local known = redis.call('HGET', to, flat[at]) or ''
      redis.call('HSET', to, flat[at], known .. struct.pack('>I2', low % 4096))
    end
  end
end
redis.call('DEL', ARGV[1] .. 'spans')
redis.call('HDEL', ARGV[1] .. 'meta', 'marked')
redis.call('HSET', ARGV[1] .. 'meta', 'schema', 1)
return 1`;
