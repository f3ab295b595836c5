import { kafkaTrouble } from "../../../collectors/contract/index.ts";
import { isCliError } from "../../errors/cli-error.ts";
import type { Config } from "../../config/index.ts";
import { kafkaSettingsOf } from "../kafka-of.ts";
import { needsOf } from "../open-topic.ts";
import { mayRead, mayWrite, openKafka, preflight } from "../../kafka/index.ts";
import { silentLog } from "../../runtime/silent-log.ts";
import type { Finding } from "../../doctor/index.ts";
import { checkFutureMessages } from "./check-future-messages.ts";
import { withinTime } from "./within-time.ts";

const area = "kafka";

export interface KafkaCheckOptions {
  readonly config: Config;
  /** Of Kafka's user. */
  readonly secret: string | null;
  readonly role: "collect" | "process";
  /** ms UTC. */
  readonly now: number;
}

/** The brokers wait for their own followers and coordinators: more than this is no answer. */
const lookMsMax = 10_000;

/** Whether Kafka and its topic are as this role needs them. A Kafka that does not answer is one finding, after some seconds. */
export async function checkKafka(options: KafkaCheckOptions): Promise<readonly Finding[]> {
  const { brokers, tls, sasl } = options.config.kafka;
  try {
    return await withinTime(look(options), lookMsMax);
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    if (isCliError(error)) return [{ area, level: "bad", what: reason, remedy: error.remedy }];
    const { what, remedy } = (error instanceof Error ? kafkaTrouble(error) : null) ?? {
      what: "Kafka does not answer",
      remedy: `see whether it runs, whether this machine reaches its brokers under the names that they advertise, whether this port speaks ${tls.isOn ? "TLS" : "without TLS"}, as \`kafka.tls.isOn\` says, and whether it asks who this is (\`kafka.sasl.mechanism\` is ${sasl.mechanism})`,
    };
    return [{ area, level: "bad", what: `${brokers.join(", ")}: ${what}: ${reason}`, remedy }];
  }
}

async function look({ config, secret, role, now }: KafkaCheckOptions): Promise<readonly Finding[]> {
  const kafka = openKafka(kafkaSettingsOf(config, secret), silentLog);
  const admin = kafka.admin({
    retry: { initialRetryTime: 100, maxRetryTime: 500, retries: 1 },
  });
  try {
    await admin.connect();
    const found = await preflight(admin, needsOf(config, role));
    const { topic, rejectedTopic } = config.kafka;
    const there = [topic, rejectedTopic].filter(
      (name) => !found.some(({ about, level }) => about === name && level === "bad"),
    );
    const reads = role === "process" && there.includes(topic);
    const rights =
      role === "collect" ? await mayWrite(kafka, there) : reads ? [await mayRead(kafka, topic)] : [];
    return [
      ...[...found, ...rights].map(({ level, about, says, remedy }) => ({
        area,
        level,
        what: `${about}: ${says}`,
        remedy,
      })),
      ...(there.includes(topic) ? [await checkFutureMessages(admin, topic, now)] : []),
    ];
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
