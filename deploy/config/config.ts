import type { Format } from "../../collectors/contract/index.ts";

/**
 * Everything that can be chosen or limited, as the program sees it: every setting has its value. What each means, its usual value and its
 * limits stand in `deploy/config/config-shape.ts`; the compiler holds the two together. Secrets are not in it (`deploy/config/secrets.ts`), so
 * that it may be shown.
 */
export interface Config {
  readonly dataFolder: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly auth: { readonly tokenFile: string };
  readonly defaultPlaces: boolean;
  readonly places: readonly Place[];
  readonly zones: readonly { readonly host: string; readonly zone: string }[];
  readonly collector: CollectorSettings;
  readonly eventLogs: EventLogSettings;
  readonly bus: { readonly bytesMax: number };
  readonly kafka: KafkaSection;
  readonly store: { readonly ageDaysMax: number; readonly bytesMax: number };
  readonly redis: RedisSettings;
  readonly live: LiveSettings;
  readonly api: ApiSettings;
  readonly pseudonyms: {
    readonly users: PseudonymForm;
    readonly devices: PseudonymForm;
    readonly keyFile: string;
  };
  readonly log: LogSettings;
  readonly metrics: { readonly hostsMax: number };
  readonly traces: TraceSettings;
  readonly notify: NotifySettings;
}

/** A folder with logs. Empty texts: what the program finds out itself. */
export interface Place {
  readonly path: string;
  readonly host: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export interface LogSettings {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Empty: standard error. */
  readonly file: string;
  readonly fileBytesMax: number;
  readonly filesMax: number;
}

/** Live event logs of Windows. */
export interface EventLogSettings {
  readonly channels: readonly string[];
  readonly everyMs: number;
}

export interface CollectorSettings {
  readonly sliceBytesMax: number;
  readonly openFilesMax: number;
  readonly filesMax: number;
  readonly bytesPerSecondMax: number;
  readonly rescanMs: number;
  readonly reportMs: number;
  readonly idleSealMs: number;
  readonly readMsMax: number;
}

export interface KafkaSection {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly rejectedTopic: string;
  readonly site: string;
  readonly clientId: string;
  readonly groupId: string;
  readonly tls: {
    readonly isOn: boolean;
    readonly caFile: string;
    readonly certificateFile: string;
    readonly keyFile: string;
  };
  readonly sasl: {
    readonly mechanism: SaslMechanism;
    readonly username: string;
    readonly secretFile: string;
  };
  readonly newTopicPartitions: number;
  readonly newTopicDays: number;
  readonly sendBytesMax: number;
  readonly connectMsMax: number;
  readonly requestMsMax: number;
  readonly sessionMs: number;
  readonly initialDelayMs: number;
  readonly retryMsMax: number;
}

export const saslMechanisms = ["off", "plain", "scram-sha-256", "scram-sha-512"] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

export interface LiveSettings {
  readonly lifetimeMs: number;
  readonly reportedMs: number;
  readonly observationsMax: number;
  readonly statusFilesMax: number;
  readonly silentMs: number;
  readonly allowanceMs: Readonly<Record<Format, number>>;
}

export const redisKinds = ["single", "sentinel", "cluster"] as const;

export interface RedisSettings {
  readonly redisKind: (typeof redisKinds)[number];
  readonly addresses: readonly string[];
  readonly masterName: string;
  readonly username: string;
  readonly passwordFile: string;
  readonly sentinelUsername: string;
  readonly sentinelPasswordFile: string;
  readonly useTls: boolean;
  readonly caFile: string;
  readonly certificateFile: string;
  readonly certificateKeyFile: string;
  readonly keyPrefix: string;
  readonly callMsMax: number;
}

export interface ApiSettings {
  readonly connectionsMax: number;
  readonly streamsMax: number;
  readonly streamChangesMax: number;
  readonly queryBytesMax: number;
  readonly pageRequestsMax: number;
}

export interface TraceSettings {
  readonly endpoint: string;
  readonly headersFile: string;
  readonly samplePercent: number;
  readonly logTexts: boolean;
  readonly queueTracesMax: number;
  readonly sendMsMax: number;
}

export interface NotifySettings {
  readonly alertmanagerUrl: string;
  readonly alertmanagerSecretFile: string;
  readonly webhookUrl: string;
  readonly webhookSecretFile: string;
  readonly valuesFile: string;
  readonly lookMs: number;
  readonly repeatMs: number;
  readonly alertsMax: number;
  readonly answerMsMax: number;
}

export const pseudonymForms = ["off", "hash"] as const;
export type PseudonymForm = (typeof pseudonymForms)[number];

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

export const logFormats = ["auto", "json", "text"] as const;
export type LogFormat = (typeof logFormats)[number];
