import type { Config } from "../../config/index.ts";
import { cliError, isCliError } from "../../errors/cli-error.ts";
import { openKafka, partitionsOf, topicStanding } from "../../kafka/index.ts";
import type { TopicStanding } from "../../kafka/index.ts";
import { silentLog } from "../../runtime/silent-log.ts";
import { withinTime } from "../doctor/within-time.ts";
import { kafkaSettingsOf } from "../kafka-of.ts";
import { noTopic } from "../no-topic.ts";

const answerMsMax = 10_000;

/** How the topic stands. Throws a `CliError`, within seconds, when Kafka does not answer, or has no such topic. */
export async function askTopic(config: Config, secret: string | null): Promise<TopicStanding> {
  const { topic, groupId } = config.kafka;
  const admin = openKafka(kafkaSettingsOf(config, secret), silentLog).admin();
  const ask = async (): Promise<TopicStanding> => {
    try {
      await admin.connect();
      if ((await partitionsOf(admin, topic)) === null) throw noTopic(topic);
      return await topicStanding(admin, topic, groupId);
    } finally {
      // A broker that answers nothing would not let go either.
      await admin.disconnect().catch(() => undefined);
    }
  };
  try {
    return await withinTime(ask(), answerMsMax);
  } catch (error) {
    if (isCliError(error)) throw error;
    throw cliError({
      code: "kafka.unreachable",
      what: `the topic "${topic}" cannot be asked: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "`scepscope doctor process` says what is wrong with Kafka",
    });
  }
}
