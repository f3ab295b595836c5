import { ok } from "../../doctor/index.ts";
import type { Finding } from "../../doctor/index.ts";

/** What is asked of Kafka's admin: for each partition the first offset at or after a moment, else that behind its last message. */
export interface TopicTimes {
  fetchTopicOffsets(topic: string): Promise<readonly { readonly partition: number; readonly high: string }[]>;
  fetchTopicOffsetsByTimestamp(
    topic: string,
    timestamp: number,
  ): Promise<readonly { readonly partition: number; readonly offset: string }[]>;
}

const area = "kafka";
const aheadMsMax = 60_000;

/**
 * Kafka does not tell its time. But a message whose stamp (that of the broker, or of the collector that sent it) is still to come tells that the clock of this machine
 * and that one differ. A clock that is ahead here cannot be told like this.
 */
export async function checkFutureMessages(admin: TopicTimes, topic: string, now: number): Promise<Finding> {
  // The ends come first: where no message is ahead the client answers with an end of its own, which is behind this one as soon as somebody writes.
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]),
  );
  const first = await admin.fetchTopicOffsetsByTimestamp(topic, now + aheadMsMax);
  const ahead = first.filter(
    ({ partition, offset }) => Number(offset) >= 0 && Number(offset) < Number(ends.get(partition) ?? 0),
  );
  if (ahead.length === 0) return ok(area, "clock: no message of the topic is ahead of this machine");
  const names = ahead.map(({ partition }) => `p${partition}`).join(", ");
  return {
    area,
    level: "warn",
    what: `clock: ${names} hold messages with a stamp more than ${aheadMsMax / 1000} s ahead of this machine`,
    remedy: "compare the clocks of this machine, the brokers and the collectors: NTP sets them right",
  };
}
