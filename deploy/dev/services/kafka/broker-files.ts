import { readFileSync } from "node:fs";

/** What a broker is told, by its file of properties. */
export interface BrokerSettings {
  readonly id: number;
  readonly port: number;
  readonly quorumPort: number;
  readonly folder: string;
  /** `1@127.0.0.1:9093,…` */
  readonly voters: string;
  readonly brokers: number;
  readonly secured: SecuredBrokers | null;
}

/** Brokers that ask who somebody is. */
export interface SecuredBrokers {
  /** Holds `broker.pem` (key, then certificate) and `ca.pem`. */
  readonly tlsFolder: string;
  /** Of the brokers themselves, user `broker`, who may do everything. */
  readonly brokerSecret: string;
  /** Of the user `plain`, by SASL PLAIN. */
  readonly plainSecret: string;
  /** Of the user `collector`, by SCRAM-SHA-512. */
  readonly scramSecret: string;
}

/** The text of `server.properties`. */
export function brokerProperties(settings: BrokerSettings): string {
  const { brokers, secured } = settings;
  const values = new Map<string, string>([
    ["id", String(settings.id)],
    ["port", String(settings.port)],
    ["quorumPort", String(settings.quorumPort)],
    ["folder", settings.folder],
    ["voters", settings.voters],
    ["protocol", secured === null ? "PLAINTEXT" : "SASL_SSL"],
    ["replicas", String(Math.min(brokers, 3))],
    ["insync", String(brokers >= 3 ? 2 : 1)],
    ["tlsFolder", secured?.tlsFolder ?? ""],
    ["brokerSecret", secured?.brokerSecret ?? ""],
    ["plainSecret", secured?.plainSecret ?? ""],
  ]);
  const text = secured === null ? read("broker") : `${read("broker")}\n${read("secured")}`;
  return text.replace(/\{(\w+)\}/g, (braces: string, name: string) => values.get(name) ?? braces);
}

/** What the users are made with, when the storage of a broker is formatted. */
export function scramWords(secured: SecuredBrokers | null): readonly string[] {
  if (secured === null) return [];
  return ["--add-scram", `SCRAM-SHA-512=[name=collector,password=${secured.scramSecret}]`];
}

function read(name: string): string {
  return readFileSync(new URL(`${name}.properties`, import.meta.url), "utf8");
}
