import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { utf16Bytes, utf16Text } from "../../../../collectors/contract/index.ts";

test("an odd byte at the end is no text, wherever the bytes stand", () => {
  for (const encoding of ["utf-16le", "utf-16be"] as const) {
    const bytes = Buffer.concat([Buffer.from("-"), utf16Bytes("Zoë €😀", encoding), Buffer.from("-")]);
    for (const from of [1, 0]) {
      const part = bytes.subarray(from, from + 15);
      const before = part.toString("hex");
      expect(utf16Text(part, encoding)).toBe(new TextDecoder(encoding).decode(part.subarray(0, 14)));
      expect(part.toString("hex")).toBe(before);
    }
  }
  expect(utf16Text(Buffer.of(65), "utf-16le")).toBe("");
});

test("decoding torn text at odd addresses leaves the heap of the process whole", () => {
  const script = `
    import { utf16Text } from ${JSON.stringify(new URL("../../../../collectors/contract/utf16.ts", import.meta.url))};
    const bytes = Buffer.allocUnsafeSlow(5000).fill(0xff);
    for (let length = 1; length < 4000; length += 2)
      for (const encoding of ["utf-16le", "utf-16be"]) utf16Text(bytes.subarray(1, 1 + length), encoding);
  `;
  // glibc's own checker ends a process that frees what was written over. Where there is no glibc the loader only says that it is not there.
  const checked = { LD_PRELOAD: "libc_malloc_debug.so.0", GLIBC_TUNABLES: "glibc.malloc.check=3" };
  const { status, signal } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, ...checked },
  });
  expect({ status, signal }).toEqual({ status: 0, signal: null });
});
