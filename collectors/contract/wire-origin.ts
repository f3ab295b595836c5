import type { ForeignMessage } from "./wire.ts";

/** Name of the header, as W3C Trace Context has it. It is there only where whoever sends the message traces itself. */
export const originHeader = "traceparent";

const form = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Whose span sent a message; null: nobody traces, or it is no such text. It decides nothing, so a strange one is no reason to reject. */
export function originOf(headers: ForeignMessage["headers"]): string | null {
  const value = headers !== undefined && Object.hasOwn(headers, originHeader) ? headers[originHeader] : null;
  if (typeof value !== "string" && !(value instanceof Uint8Array)) return null;
  if (value.length !== 55) return null;
  const text = typeof value === "string" ? value : new TextDecoder().decode(value);
  return form.test(text) ? text : null;
}
