/**
 * Which partition a key has: what the clients of Kafka themselves do with a key (`DefaultPartitioner` of the Java client), so that a tool which writes or looks for a
 * host by its key comes to the same. Unsigned 31 bits.
 */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7f_ff_ff_ff) % partitions;
}

const mix = 0x5b_d1_e9_95;

/** MurmurHash2 of 32 bits by Austin Appleby, with the seed of Kafka. */
function murmur2(bytes: Buffer): number {
  let hash = 0x97_47_b2_8c ^ bytes.length;
  const whole = bytes.length - (bytes.length % 4);
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), mix);
    word = Math.imul(word ^ (word >>> 24), mix);
    hash = Math.imul(hash, mix) ^ word;
  }
  for (let at = bytes.length - 1; at >= whole; at -= 1) hash ^= (bytes[at] ?? 0) << (8 * (at - whole));
  if (bytes.length > whole) hash = Math.imul(hash, mix);
  hash = Math.imul(hash ^ (hash >>> 13), mix);
  return hash ^ (hash >>> 15);
}
