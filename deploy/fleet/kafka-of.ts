import { cliError } from "../errors/cli-error.ts";
import type { Config } from "../config/index.ts";
import type { KafkaSettings } from "../kafka/index.ts";
import { readTls } from "./read-tls.ts";

/** How the configuration reaches Kafka. Throws a `CliError` where it names no broker, or a file that cannot be read. */
export function kafkaSettingsOf({ kafka }: Config, secret: string | null): KafkaSettings {
  const { brokers, clientId, connectMsMax, requestMsMax, tls, sasl } = kafka;
  if (brokers.length === 0)
    throw cliError({
      code: "kafka.no-broker",
      what: "no broker of Kafka is named",
      remedy: "name one or more: `--kafka HOST:PORT`, or `kafka.brokers` in the configuration",
    });
  return {
    brokers,
    clientId,
    connectMsMax,
    requestMsMax,
    tls: readTls(
      {
        ca: ["kafka.tls.caFile", tls.caFile],
        certificate: ["kafka.tls.certificateFile", tls.certificateFile],
        key: ["kafka.tls.keyFile", tls.keyFile],
      },
      { setting: "kafka.tls.isOn", isOn: tls.isOn },
    ),
    sasl:
      sasl.mechanism === "off" || secret === null
        ? null
        : { mechanism: sasl.mechanism, username: sasl.username, secret },
  };
}
