import type { Observation } from "../../contract/index.ts";

const identifiers: ReadonlySet<string> = new Set(["transactionId", "connectorRequestId", "activityId"]);

/** What ties the events of one request, as names. */
export function identifierNames({ keys }: Observation): string[] {
  return keys.filter(({ type }) => identifiers.has(type)).map(({ type, value }) => `${type} ${value}`);
}

export function isKeyless({ keys }: Observation): boolean {
  return !keys.some((key) => identifiers.has(key.type));
}
