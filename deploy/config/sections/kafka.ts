import { z } from "zod";
import { saslMechanisms } from "../config.ts";
import type { KafkaSection } from "../config.ts";
import { count, flag, plainText, text } from "../setting.ts";

const mebibyte = 2 ** 20;

const tls = z
  .strictObject({
    isOn: flag({ usual: false, says: "Speak TLS with the brokers." }),
    caFile: text({
      usual: "",
      says: "Authorities that sign the brokers' certificates, in PEM. Empty: those of the system.",
    }),
    certificateFile: text({ usual: "", says: "Own certificate in PEM, where brokers ask for one (mTLS)." }),
    keyFile: text({ usual: "", says: "Key of the own certificate, in PEM." }),
  })
  .prefault({})
  .meta({ description: "Encryption, and who is at the other end." });

const sasl = z
  .strictObject({
    mechanism: z.enum(saslMechanisms).default("off").meta({
      description: "How this user proves who it is. `plain` sends the secret as it is: only with TLS.",
    }),
    username: text({ usual: "", says: "Name of the user." }),
    secretFile: text({
      usual: "",
      says: "File with the user's secret. Instead of it, SCEPSCOPE_KAFKA_SECRET in the environment.",
    }),
  })
  .prefault({})
  .meta({ description: "Who this is to the brokers." });

const topicName = (usual: string, says: string): z.ZodDefault<z.ZodString> =>
  z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,249}$/, { error: "write the name of a topic: letters, digits, dots, hyphens" })
    .default(usual)
    .meta({ description: says });

export const kafkaShape: z.ZodType<KafkaSection> = z
  .strictObject({
    brokers: z
      .array(plainText().regex(/^\S+:\d{1,5}$/, { error: "write HOST:PORT" }))
      .max(100)
      .default([])
      .meta({
        description: "Brokers to begin with, as HOST:PORT; two or three are enough, they name the others.",
      }),
    topic: topicName("scepscope.slices.v1", "Topic between collectors and processors."),
    rejectedTopic: topicName("scepscope.rejected.v1", "Topic of what could not be used."),
    site: plainText()
      .max(253)
      .regex(/^[\p{L}\p{N}._-]*$/u, { error: "write a name: letters, digits, dots, hyphens" })
      .default("")
      .meta({
        description:
          "Of a collector: hosts of one site are processed together, so that what NDES, the CA and devices log of one request becomes one request. Empty: each host alone, and what several hosts tell is joined when it is read.",
      }),
    clientId: text({
      usual: "scepscope",
      says: "What this client is called in the brokers' logs and quotas.",
    }),
    groupId: text({ usual: "scepscope", says: "Processors with the same name share the partitions." }),
    tls,
    sasl,
    newTopicPartitions: count({
      usual: 12,
      min: 1,
      max: 1000,
      says: "Partitions of a topic that is made with `--create-topics`: the most processors that can ever share the work.",
    }),
    newTopicDays: count({
      usual: 7,
      min: 1,
      max: 365,
      says: "How long such a topic keeps what it holds. From it all state can be made again.",
    }),
    sendBytesMax: count({
      usual: 1_000_000,
      min: 65_536,
      max: 16 * mebibyte,
      says: "Bytes of log that are sent to Kafka at once, before they are compressed.",
    }),
    connectMsMax: count({
      usual: 2000,
      min: 100,
      max: 60_000,
      says: "A broker that takes longer to be connected to is tried again.",
    }),
    requestMsMax: count({
      usual: 10_000,
      min: 100,
      max: 300_000,
      says: "A broker that takes longer to answer is asked again.",
    }),
    sessionMs: count({
      usual: 8000,
      min: 1000,
      max: 300_000,
      says: "A processor that is silent for so long has lost its partitions to the others. The brokers set limits of their own, usually from 6 seconds.",
    }),
    initialDelayMs: count({
      usual: 60_000,
      min: 0,
      max: 3_600_000,
      says: "Of a processor: how long a partition that is new waits for the collectors of its hosts before a request is final. What is older and comes from those that begin later is late. Over after 32 MB of log in any case.",
    }),
    retryMsMax: count({
      usual: 5000,
      min: 100,
      max: 300_000,
      says: "The longest pause before a Kafka that is away is tried again; that goes on for ever.",
    }),
  })
  .prefault({})
  .meta({
    description: "The bus of a fleet: `scepscope collect` sends to it, `scepscope process` reads it.",
  });
