import { z } from "zod";
import { redisKinds } from "../config.ts";
import type { RedisSettings } from "../config.ts";
import { count, flag, plainText, text } from "../setting.ts";

const address = plainText()
  .regex(/^(?:\[[0-9a-fA-F:]+\]|[^\s:/\\]+):[0-9]{1,5}$/)
  .meta({ description: "Host and port: `redis1:6379`, `[::1]:6379`." });

export const redisShape: z.ZodType<RedisSettings> = z
  .strictObject({
    redisKind: z.enum(redisKinds).default("single").meta({
      description:
        "`single`: one server. `sentinel`: the addresses are those of sentinels, which know the master. `cluster`: they are nodes of a cluster.",
    }),
    addresses: z
      .array(address)
      .min(1)
      .max(64)
      .default(["127.0.0.1:6379"])
      .meta({ description: "Where it is." }),
    masterName: text({ usual: "mymaster", says: "How the sentinels name the master." }),
    username: text({ usual: "", says: "User (ACL); empty: the one that needs no name." }),
    passwordFile: text({
      usual: "",
      says: "File with the password. Instead of it, SCEPSCOPE_REDIS_PASSWORD in the environment. The password itself never stands here.",
    }),
    sentinelUsername: text({ usual: "", says: "User of the sentinels, where they ask for one." }),
    sentinelPasswordFile: text({
      usual: "",
      says: "File with the password of the sentinels. Instead of it, SCEPSCOPE_SENTINEL_PASSWORD in the environment.",
    }),
    useTls: flag({ usual: false, says: "Encrypt the connections, and check the certificate of the server." }),
    caFile: text({
      usual: "",
      says: "Certificate that signs those of the servers, in PEM; empty: those that Node trusts.",
    }),
    certificateFile: text({ usual: "", says: "Our own certificate, where the servers ask for one, in PEM." }),
    certificateKeyFile: text({
      usual: "",
      says: "Its key, in PEM, readable by the user of the service only.",
    }),
    keyPrefix: plainText()
      .regex(/^[^{}\s]+$/)
      .default("scepscope:")
      .meta({ description: "All keys and channels begin with it. Two fleets on one Redis need two." }),
    callMsMax: count({
      usual: 5000,
      min: 100,
      max: 60_000,
      says: "How long a call waits for its answer; then it is made again.",
    }),
  })
  .prefault({})
  .meta({ description: "Where the processors of a fleet keep requests and state. `up` needs none." });
