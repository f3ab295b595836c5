import { createHash } from "node:crypto";
import kafkajs from "kafkajs";
import type { PartitionAssigner } from "kafkajs";

/**
 * The assigner of a reader, which tells the group who it is, for people: UTF-8, up to 256 characters.
 *
 * Divides the partitions evenly, and so that few of them move when a reader comes or goes: each partition ranks the readers by a hash of both names, and goes to
 * the first that has room. kafkajs's own assigner deals them out in the order of the readers' names, where one more reader in front moves all of them; and each that moves has
 * its state loaded anew.
 */
export function steadyAssigner(reader: string): PartitionAssigner {
  return ({ cluster }) => ({
    name: "ScepscopeSteady",
    version: 1,
    assign: async ({ members, topics }) => {
      const readers = members.map(({ memberId }) => memberId);
      const given = topics.map((topic) => {
        const partitions = cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
        return [topic, dividePartitions(partitions, readers)] as const;
      });
      return readers.map((memberId) => ({
        memberId,
        memberAssignment: kafkajs.AssignerProtocol.MemberAssignment.encode({
          version: 1,
          assignment: Object.fromEntries(
            given.map(([topic, owned]) => [topic, [...(owned.get(memberId) ?? [])]]),
          ),
          userData: Buffer.alloc(0),
        }),
      }));
    },
    protocol: ({ topics }) => ({
      name: "ScepscopeSteady",
      metadata: kafkajs.AssignerProtocol.MemberMetadata.encode({
        version: 1,
        topics,
        userData: Buffer.from(reader.slice(0, readerMax)),
      }),
    }),
  });
}

const readerMax = 256;

/** Who has which. Pure: the same for the same readers, in whatever order. */
export function dividePartitions(
  partitions: readonly number[],
  readers: readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const owned = new Map<string, number[]>(readers.map((reader) => [reader, []]));
  const roomMax = Math.ceil(partitions.length / Math.max(1, readers.length));
  let withMost = partitions.length - (roomMax - 1) * readers.length;
  for (const partition of partitions.toSorted((a, b) => a - b)) {
    const ranked = readers.toSorted((a, b) => compare(rank(partition, a), rank(partition, b)));
    const taker = ranked.find((reader) => {
      const count = owned.get(reader)?.length ?? 0;
      return count < roomMax - 1 || (count === roomMax - 1 && withMost > 0);
    });
    const own = taker === undefined ? undefined : owned.get(taker);
    if (own === undefined) continue;
    own.push(partition);
    if (own.length === roomMax) withMost -= 1;
  }
  return owned;
}

function rank(partition: number, reader: string): string {
  return createHash("sha256").update(`${partition} ${reader}`).digest("hex");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
