/**
 * Columns of zeros for what a solution forgets at its end: all cut from one stretch of memory, which the next solution uses again. A solution makes some forty, most of them
 * small, and memory of their own for each costs more than what is done with them.
 */
let room = new ArrayBuffer(65_536);
let used = 0;
let wanted = 0;

/** Bytes. Beyond it columns are made as usual, and leave with the solution that needed them. */
const roomMax = 4_194_304;

/** A solution begins: columns of the one before are used again. */
export function clearScratch(): void {
  if (wanted > room.byteLength && room.byteLength < roomMax)
    room = new ArrayBuffer(Math.min(roomMax, 2 * wanted));
  used = 0;
  wanted = 0;
}

export function ints(length: number): Int32Array {
  const at = claim(length * Int32Array.BYTES_PER_ELEMENT);
  return at === null ? new Int32Array(length) : new Int32Array(room, at, length).fill(0);
}

export function bytes(length: number): Uint8Array {
  const at = claim(length);
  return at === null ? new Uint8Array(length) : new Uint8Array(room, at, length).fill(0);
}

export function reals(length: number): Float64Array {
  const at = claim(length * Float64Array.BYTES_PER_ELEMENT);
  return at === null ? new Float64Array(length) : new Float64Array(room, at, length).fill(0);
}

/** Where so many bytes are free; null: nowhere. */
function claim(size: number): number | null {
  const at = used;
  // Any column may begin where reals may.
  const end = at + Math.ceil(size / 8) * 8;
  wanted += end - at;
  if (end > room.byteLength) return null;
  used = end;
  return at;
}
