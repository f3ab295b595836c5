import type { KeyType } from "../contract/index.ts";

/** The identifiers of a request as people call them, the most telling first. */
export const keyLabels: readonly (readonly [KeyType, string])[] = [
  ["transactionId", "transaction"],
  ["deviceId", "device"],
  ["userId", "user"],
  ["profileId", "profile"],
  ["thumbprint", "thumbprint"],
  ["serialNumber", "serial number"],
  ["caRequestId", "CA request"],
  ["activityId", "activity"],
  ["connectorRequestId", "connector id"],
  ["deviceAttempt", "device attempt"],
  ["statusFile", "status file"],
  ["publicKeyHash", "public key"],
  ["spkiHash", "public key info"],
  ["clientIp", "client address"],
  ["userAgent", "user agent"],
  ["subject", "subject"],
];
