/**
 * A read of a topic outside of any group. The public parts of kafkajs 2.2.4 read as a member of one only: that takes seconds, makes the group share its partitions anew, or needs the
 * right to another group.
 *
 * Plain JavaScript: these parts have no types.
 */

/** No topic has a message of this number. */
const behindAll = "9223372036854775807";

export async function fetchNothing(kafka, { topic, partition }) {
  const cluster = makeCluster(kafka);
  try {
    await cluster.connect();
    await cluster.addTargetTopic(topic);
    const [leader] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
    if (leader === undefined) throw new Error(`${topic} has no partition ${partition}`);
    const broker = await cluster.findBroker({ nodeId: leader });
    const wanted = [{ topic, partitions: [{ partition, fetchOffset: behindAll, maxBytes: 1 }] }];
    await broker.fetch({
      replicaId: -1,
      isolationLevel: 1,
      maxWaitTime: 1,
      minBytes: 0,
      maxBytes: 1,
      topics: wanted,
    });
  } finally {
    await cluster.disconnect();
  }
}

function makeCluster(kafka) {
  const name = Object.getOwnPropertySymbols(kafka).find(({ description }) =>
    description?.endsWith("createCluster"),
  );
  if (typeof kafka[name] !== "function") throw new Error("kafkajs has no such part any more");
  return kafka[name]({ allowAutoTopicCreation: false, metadataMaxAge: 300_000 });
}
