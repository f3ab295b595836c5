import type { ServerResponse } from "node:http";

/**
 * Writes frames as fast as the other side reads them. What it has not read lies in the buffers of its socket; when these are full nothing
 * more is asked for, and after `stallMsMax` the connection is cut.
 */
export async function writeFrames(
  outgoing: ServerResponse,
  frames: AsyncIterable<string>,
  stallMsMax: number,
): Promise<void> {
  for await (const frame of frames) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(frame)) await drained(outgoing, stallMsMax);
  }
  outgoing.end();
}

function drained(outgoing: ServerResponse, stallMsMax: number): Promise<void> {
  return new Promise((resolve) => {
    const stalled = setTimeout(() => outgoing.destroy(), stallMsMax);
    const done = (): void => {
      clearTimeout(stalled);
      outgoing.off("drain", done).off("close", done);
      resolve();
    };
    outgoing.on("drain", done).on("close", done);
  });
}
