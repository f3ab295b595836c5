import type { HostTrouble } from "../host-trouble.ts";

/** What is kept, for people and for machines: `scepscope state --json` prints it as it is. */
export interface StateView {
  /** Where it is kept. */
  readonly store: string;
  /** Version of its layout; null: nothing was ever kept. */
  readonly schema: number | null;
  /** Of Redis, all in all; `limitBytes` 0: none is set. Null: it is not Redis, or may not be asked. */
  readonly memory: { readonly usedBytes: number; readonly limitBytes: number } | null;
  /** Of them `provisional` may still change. */
  readonly requests: number;
  readonly provisional: number;
  readonly hosts: number;
  /** Hosts that two collectors report at a time, and which ones. */
  readonly collectedTwice: readonly HostTrouble[];
  /** CAs that no NDES server shares its partition with: nothing of theirs can be joined. */
  readonly caApart: readonly HostTrouble[];
  readonly partitions: readonly PartitionView[];
  /** Why nothing is known of Kafka, and what to do; null: it was asked, or there is none. */
  readonly kafka: string | null;
}

export interface PartitionView {
  readonly partition: string;
  /** Of its last owner. */
  readonly epoch: number;
  /** ISO 8601, by the clock of Redis: when its owner took it; null: not known. */
  readonly ownedSince: string | null;
  /** Who reads it in the consumer group: client, address, and in brackets its machine and process; null: nobody, or not known. */
  readonly reader: string | null;
  readonly position: string | null;
  /** Messages that Kafka holds behind the position; null: not known. */
  readonly lag: number | null;
  /** ISO 8601, stamp of the last message whose effect is kept; null: not known. */
  readonly keptUpTo: string | null;
  readonly stateBytes: number;
  /** Its state is being made again, and has not caught up: requests that are not final, and totals of metrics, are missing. */
  readonly isRebuilding: boolean;
  /** Requests that are not final went with the owner before, and are not shown again yet. */
  readonly isResuming: boolean;
  /** What is not as it should be with it; null: nothing. */
  readonly trouble: string | null;
}
