import type { Output } from "../../deploy/cli/output.ts";

/** An output that remembers what was written to it. */
export function heardOutput(): { readonly output: Output; readonly text: () => string } {
  const pieces: Buffer[] = [];
  return {
    output: {
      write: (text) => void pieces.push(Buffer.from(text)),
      writeBytes: async (bytes) => void pieces.push(Buffer.from(bytes)),
      flush: async () => undefined,
      end: async () => undefined,
    },
    text: () => Buffer.concat(pieces).toString(),
  };
}
