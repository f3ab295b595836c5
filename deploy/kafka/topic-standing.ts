import kafkajs from "kafkajs";
import type { Admin, MemberDescription } from "kafkajs";

/** How a topic stands at this moment, and who reads it. */
export interface TopicStanding {
  readonly cluster: string;
  /** By number of the partition: the oldest offset that is there, and the one behind the newest. */
  readonly partitions: ReadonlyMap<number, { readonly low: number; readonly high: number }>;
  /** By number of the partition: the client that reads it in the group, with its address, and the machine and process that it tells, else its id in the group. Null: this user may not look at the group. */
  readonly readers: ReadonlyMap<number, string> | null;
}

/** Rejects with what stands in the way. */
export async function topicStanding(admin: Admin, topic: string, groupId: string): Promise<TopicStanding> {
  const { clusterId } = await admin.describeCluster();
  const offsets = await admin.fetchTopicOffsets(topic);
  return {
    cluster: clusterId,
    partitions: new Map(
      offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]),
    ),
    readers: await readersOf(admin, topic, groupId),
  };
}

async function readersOf(admin: Admin, topic: string, groupId: string): Promise<TopicStanding["readers"]> {
  const described = await admin.describeGroups([groupId]).catch(() => null);
  if (described === null) return null;
  return readersIn(described.groups[0]?.members ?? [], topic);
}

/** By number of the partition. What a member says in another form, or has not said yet because the group is just being formed, is left out. */
export function readersIn(members: readonly MemberDescription[], topic: string): ReadonlyMap<number, string> {
  const readers = new Map<number, string>();
  for (const member of members) {
    const assigned = decoded(kafkajs.AssignerProtocol.MemberAssignment, member.memberAssignment);
    for (const partition of assigned?.assignment[topic] ?? []) readers.set(partition, readerName(member));
  }
  return readers;
}

function readerName({ clientId, clientHost, memberId, memberMetadata }: MemberDescription): string {
  const metadata = decoded(kafkajs.AssignerProtocol.MemberMetadata, memberMetadata);
  const told = metadata?.userData.toString("utf8") ?? "";
  return `${clientId} at ${clientHost.replace(/^\//, "")} (${told === "" ? memberId : told})`;
}

/** Null where these bytes have another form: the library reads beyond their end. */
function decoded<T>(form: { decode(bytes: Buffer): T | null }, bytes: Buffer): T | null {
  try {
    return form.decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
