/*
 * Reads of typed arrays that the compiler knows to be numbers. One function per kind of array: a call site that sees
 * one kind only is inlined by the engine and costs nothing.
 */

export function int(cells: Int32Array, index: number): number {
  return cells[index] ?? 0;
}

export function byte(cells: Uint8Array, index: number): number {
  return cells[index] ?? 0;
}

export function real(cells: Float64Array, index: number): number {
  return cells[index] ?? 0;
}
