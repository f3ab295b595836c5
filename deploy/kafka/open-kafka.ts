import kafkajs from "kafkajs";
import type { Kafka, KafkaConfig } from "kafkajs";
import type { Log } from "../runtime/log.ts";
import { registerCodecs } from "./codecs.ts";
import type { KafkaSettings } from "./kafka-settings.ts";
import { intoLog } from "./log-creator.ts";

/** The client of Kafka for sinks, sources and admin work. Connects to nothing yet. */
export function openKafka(settings: KafkaSettings, log: Log): Kafka {
  registerCodecs();
  const { brokers, clientId, connectMsMax, requestMsMax } = settings;
  return new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: connectMsMax,
    authenticationTimeout: requestMsMax,
    requestTimeout: requestMsMax,
    // Short steps: whoever waits for Kafka waits in a place of his own, for ever.
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 2 },
    logLevel: kafkajs.logLevel.INFO,
    logCreator: intoLog(log),
    ...tlsOf(settings),
    ...saslOf(settings),
  });
}

function tlsOf({ tls }: KafkaSettings): Pick<KafkaConfig, "ssl"> {
  if (tls === null) return {};
  const { ca, certificate, key } = tls;
  return {
    ssl: {
      ...(ca === null ? {} : { ca }),
      ...(certificate === null ? {} : { cert: certificate }),
      ...(key === null ? {} : { key }),
    },
  };
}

function saslOf({ sasl }: KafkaSettings): Pick<KafkaConfig, "sasl"> {
  if (sasl === null) return {};
  const { mechanism, username, secret } = sasl;
  switch (mechanism) {
    case "plain":
      return { sasl: { mechanism, username, password: secret } };
    case "scram-sha-256":
      return { sasl: { mechanism, username, password: secret } };
    case "scram-sha-512":
      return { sasl: { mechanism, username, password: secret } };
  }
}
