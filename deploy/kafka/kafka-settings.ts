/** How Kafka is reached. Secrets are here as they are: never print it. */
export interface KafkaSettings {
  /** `host:port` */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Null: without TLS. */
  readonly tls: KafkaTls | null;
  /** Null: nobody asks who this is. */
  readonly sasl: KafkaSasl | null;
  readonly connectMsMax: number;
  readonly requestMsMax: number;
}

/** Texts in PEM; null: the system's authorities, no certificate of one's own. */
export interface KafkaTls {
  readonly ca: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
}

export interface KafkaSasl {
  readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
  readonly username: string;
  readonly secret: string;
}
