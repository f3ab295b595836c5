import { readFileSync } from "node:fs";
import { cliError } from "../cli/cli-error.ts";
import type { Config } from "../config/index.ts";
import type { KafkaSettings } from "../kafka/index.ts";

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
    tls: tls.isOn
      ? { ca: pem(tls.caFile), certificate: pem(tls.certificateFile), key: pem(tls.keyFile) }
      : null,
    sasl:
      sasl.mechanism === "off" || secret === null
        ? null
        : { mechanism: sasl.mechanism, username: sasl.username, secret },
  };
}

function pem(file: string): string | null {
  if (file === "") return null;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw cliError({
      code: "config.unreadable",
      what: `the file "${file}" of the TLS settings cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "name a file in PEM that this user may read",
    });
  }
}
