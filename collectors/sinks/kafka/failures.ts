import { brokerType } from "../../contract/index.ts";

const tooLarge: ReadonlySet<string> = new Set(["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE"]);

/** The broker will not take it in this size, however often it is sent. */
export function isTooLarge(error: unknown): boolean {
  return tooLarge.has(brokerType(error) ?? "");
}
