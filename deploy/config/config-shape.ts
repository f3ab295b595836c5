import { z } from "zod";
import { logFormats, logLevels, pseudonymForms } from "./config.ts";
import type { Config } from "./config.ts";
import { isHost } from "./is-host.ts";
import { apiShape } from "./sections/api.ts";
import { collectorShape, eventLogsShape } from "./sections/collector.ts";
import { kafkaShape } from "./sections/kafka.ts";
import { liveShape } from "./sections/live.ts";
import { notifyShape } from "./sections/notify.ts";
import { redisShape } from "./sections/redis.ts";
import { stateFolderShape, placesShape, zonesShape } from "./sections/places.ts";
import { tracesShape } from "./sections/traces.ts";
import { count, flag, plainText, text } from "./setting.ts";

const gibibyte = 2 ** 30;

const listen = z
  .strictObject({
    host: plainText()
      .refine(isHost, {
        error:
          "write a name or an address, such as 127.0.0.1 or ::1; 0.0.0.0 is every IPv4 address of this machine",
      })
      .default("127.0.0.1")
      .meta({
        description:
          "Address that the page and the API listen on. Any other than a loopback address needs a token.",
      }),
    port: count({ usual: 8643, min: 0, max: 65_535, says: "Port; 0 takes a free one and prints it." }),
  })
  .prefault({})
  .meta({ description: "Where the page and the API are found." });

const auth = z
  .strictObject({
    tokenFile: text({
      usual: "",
      says: "File with the token that the page and the API ask for. Instead of it, SCEPSCOPE_TOKEN in the environment. The token itself never stands here.",
    }),
  })
  .prefault({})
  .meta({ description: "Who may look." });

const store = z
  .strictObject({
    ageDaysMax: count({
      usual: 90,
      min: 1,
      max: 3650,
      says: "Requests that last changed longer ago are forgotten.",
      reload: true,
    }),
    bytesMax: count({
      usual: 2 * gibibyte,
      min: 16 * 2 ** 20,
      max: 1024 * gibibyte,
      says: "Size of the store on disk; beyond it the oldest requests are forgotten first.",
      reload: true,
    }),
  })
  .prefault({})
  .meta({ description: "What is kept, and for how long." });

const pseudonyms = z
  .strictObject({
    users: z.enum(pseudonymForms).default("off").meta({
      description:
        "`hash` stores and shows a keyed hash instead of each user, and no log lines; the same user always has the same, and who knows the user finds it. What was stored before stays as it was until it is forgotten; names of hosts and paths, and client addresses, stay; what is in flight is encrypted in the data folder, with a key that is derived from that of the hash.",
    }),
    devices: z.enum(pseudonymForms).default("off").meta({ description: "The same for devices." }),
    keyFile: text({
      usual: "",
      says: "File with the key of the hash, at least 16 characters. Instead of it, SCEPSCOPE_PSEUDONYM_KEY in the environment.",
    }),
  })
  .prefault({})
  .meta({
    description:
      "Hiding who is who. Requests that are under way are kept in the state as the logs have them, for as long as they wait for more.",
  });

const log = z
  .strictObject({
    level: z.enum(logLevels).default("info").meta({ description: "The least that is logged.", reload: true }),
    format: z.enum(logFormats).default("auto").meta({
      description:
        "`json` for one object per line, `text` for people; `auto` is text on a terminal, else json.",
    }),
    file: text({
      usual: "",
      says: "File that the log is written to instead of standard error, for a service whose standard error nobody keeps, as on Windows. One for each process.",
    }),
    fileBytesMax: count({
      usual: 16 * 2 ** 20,
      min: 64 * 2 ** 10,
      max: gibibyte,
      says: "Size of the file; beyond it the file is renamed to end in `.1`, the one before it to end in `.2`, and a file is begun.",
    }),
    filesMax: count({
      usual: 5,
      min: 2,
      max: 100,
      says: "How many of these files there are, with the one that is written; the oldest goes.",
    }),
  })
  .prefault({})
  .meta({ description: "The program's own log, on standard error or in a file." });

const metrics = z
  .strictObject({
    hostsMax: count({
      usual: 500,
      min: 1,
      max: 10_000,
      says: "Hosts with time series of their own; later ones are counted together as `other`.",
    }),
  })
  .prefault({})
  .meta({ description: "What `/metrics` shows." });

/** The settings in the order of the reference page. An unknown one is an error: a misspelt limit would be no limit. */
export const configShape: z.ZodType<Config> = z.strictObject({
  dataFolder: stateFolderShape,
  listen,
  auth,
  defaultPlaces: flag({
    usual: true,
    says: "Look in the usual folders of IIS, HTTP.sys and both generations of the connector.",
  }),
  places: placesShape,
  zones: zonesShape,
  collector: collectorShape,
  eventLogs: eventLogsShape,
  bus: z
    .strictObject({
      bytesMax: count({
        usual: 128 * 2 ** 20,
        min: 2 ** 20,
        max: 4 * gibibyte,
        says: "Bytes between collectors and processors; when they are full the collectors wait.",
      }),
    })
    .prefault({})
    .meta({ description: "The queue in memory." }),
  kafka: kafkaShape,
  store,
  redis: redisShape,
  live: liveShape,
  api: apiShape,
  pseudonyms,
  log,
  metrics,
  traces: tracesShape,
  notify: notifyShape,
});
