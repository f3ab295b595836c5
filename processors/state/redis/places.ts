/** Names of keys. Everything of a partition has its name in braces, so that it lives in one slot of a cluster. */
export interface Places {
  readonly partitions: string;
  readonly schema: string;
  readonly changes: string;
  /** The first key of its partition: the names of all others are made from it, by the scripts. */
  meta(partition: string): string;
  hosts(partition: string): string;
  dictionaries(partition: string): string;
}

export function createPlaces(prefix: string): Places {
  if (/[{}]/.test(prefix)) throw new TypeError(`the prefix ${prefix} holds a brace`);
  const within = (partition: string, name: string): string => {
    if (partition === "") throw new TypeError("a partition without a name");
    return `${prefix}{${encodeURIComponent(partition)}}:${name}`;
  };
  return {
    partitions: `${prefix}partitions`,
    schema: `${prefix}schema`,
    changes: `${prefix}changes`,
    meta: (partition) => within(partition, "meta"),
    hosts: (partition) => within(partition, "hosts"),
    dictionaries: (partition) => within(partition, "dict"),
  };
}
