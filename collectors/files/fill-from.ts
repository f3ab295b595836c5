import { readSync } from "node:fs";

/** Fills the buffer from an open file as far as there are bytes, and says how far. Throws what the system says. */
export function fillFrom(fd: number, into: Buffer, position: number): number {
  let length = 0;
  while (length < into.length) {
    const got = readSync(fd, into, length, into.length - length, position + length);
    if (got === 0) break;
    length += got;
  }
  return length;
}
