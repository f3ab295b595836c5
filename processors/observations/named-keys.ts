import type { Key, KeyType } from "../contract/index.ts";
import { remembered } from "../records/index.ts";
import { addKey } from "./keys.ts";

/**
 * Adds the keys among named values, whatever the spelling of the names (`DeviceID`, `device-id`, `device_id`).
 *
 * The names of the unified connector's EventData and of status files are not published. The list follows what both are
 * documented to carry and the JSON members of Intune's validation API.
 */
export function addNamedKeys(keys: Key[], values: NamedValues): void {
  for (const [name, value] of values) {
    const type = types.get(normaliseName(name));
    if (type !== undefined) addKey(keys, type, value);
  }
  addCaRequest(keys, values);
}

/** A CA is configured as `host\name of the CA`; without its host a request number says nothing. */
function addCaRequest(keys: Key[], values: NamedValues): void {
  const request = findValue(values, "carequestid");
  if (request === "") return;
  const authority = findValue(
    values,
    "caconfiguration",
    "issuingcertificateauthority",
    "certificateauthority",
    "caname",
  );
  const host = /^([^\\\s]+)\\/.exec(authority)?.[1] ?? "";
  if (host !== "") addKey(keys, "caRequestId", `${host}/${request.trim()}`);
}

export type NamedValues = readonly (readonly [name: string, value: string])[];

/** The first value with one of the names (given in lower case without separators), or `""`. */
export function findValue(values: NamedValues, ...names: readonly string[]): string {
  for (const [name, value] of values) {
    if (value !== "" && names.includes(normaliseName(name))) return value;
  }
  return "";
}

/** A name in lower case without separators. Names come from a few templates. */
export const normaliseName: (name: string) => string = remembered(
  (name) =>
    name
      .slice(0, nameCharsMax)
      .replace(/[^A-Za-z0-9]/g, "")
      .toLowerCase(),
  1024,
);

const nameCharsMax = 64;

const types: ReadonlyMap<string, KeyType> = new Map([
  ["transactionid", "transactionId"],
  ["transid", "transactionId"],
  ["sceptransactionid", "transactionId"],
  ["thumbprint", "thumbprint"],
  ["certificatethumbprint", "thumbprint"],
  ["certthumbprint", "thumbprint"],
  ["serialnumber", "serialNumber"],
  ["certificateserialnumber", "serialNumber"],
  ["certserialnumber", "serialNumber"],
  ["activityid", "activityId"],
  ["requestid", "connectorRequestId"],
  ["connectorrequestid", "connectorRequestId"],
  ["certificaterequestid", "connectorRequestId"],
  ["correlationid", "connectorRequestId"],
  ["deviceid", "deviceId"],
  ["aaddeviceid", "deviceId"],
  ["intunedeviceid", "deviceId"],
  ["userid", "userId"],
  ["aaduserid", "userId"],
  ["policyid", "profileId"],
  ["profileid", "profileId"],
  ["configurationid", "profileId"],
  ["subject", "subject"],
  ["subjectname", "subject"],
]);
