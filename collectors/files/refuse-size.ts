import type { BundleLimits, Unreadable } from "./bundle.ts";
import type { PackedBytes } from "./packed-bytes.ts";

export type Refusal = Pick<Unreadable, "reason" | "detail">;

/** What packed bytes say that they unpack to, held against the limits; null: it may be read. `unpacked`: bytes of the same archive so far. */
export function refuseSize(
  { plainBytes, packedBytes }: Pick<PackedBytes, "plainBytes" | "packedBytes">,
  { limits, unpacked }: { readonly limits: BundleLimits; readonly unpacked: number },
): Refusal | null {
  const over: readonly (readonly [boolean, string])[] = [
    [plainBytes > limits.entryBytesMax, `unpacks to ${plainBytes} bytes`],
    [
      unpacked + plainBytes > limits.archiveBytesMax,
      `the archive unpacks to more than ${limits.archiveBytesMax} bytes`,
    ],
    [
      plainBytes > 2 ** 24 && plainBytes > packedBytes * limits.ratioMax,
      `unpacks to more than ${limits.ratioMax} times its size`,
    ],
  ];
  const detail = over.find(([isOver]) => isOver)?.[1];
  return detail === undefined ? null : { reason: "archive.limit", detail };
}
