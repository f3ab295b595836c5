import { Buffer } from "node:buffer";
import { DamagedValue } from "../damaged-value.ts";

/** What a script has given back, as it should be; anything else is damage. */
export function listOf(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : refuse("a list", reply);
}

export function bytesOf(reply: unknown): Buffer {
  return Buffer.isBuffer(reply) ? reply : refuse("bytes", reply);
}

export function textOf(reply: unknown): string {
  return typeof reply === "string" ? reply : bytesOf(reply).toString();
}

export function numberOf(reply: unknown): number {
  if (typeof reply === "number") return reply;
  const number = Number(textOf(reply));
  return Number.isNaN(number) ? refuse("a number", reply) : number;
}

/** In groups of so many. */
export function groupsOf(reply: unknown, size: number): (readonly unknown[])[] {
  const flat = listOf(reply);
  return Array.from({ length: Math.floor(flat.length / size) }, (_, index) =>
    flat.slice(index * size, (index + 1) * size),
  );
}

function refuse(expected: string, found: unknown): never {
  throw new DamagedValue(`Redis holds ${found === null ? "nothing" : typeof found} instead of ${expected}`);
}
