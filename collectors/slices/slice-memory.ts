/** Where the bytes of slices are read to. A bus that only borrows them gives the memory back, so that a backlog of any size is read with that of one batch. */
export interface SliceMemory {
  take(bytes: number): Buffer;
  /** The bus is done with all that was taken. */
  giveBack(): void;
  /** A read into it was given up, and may still write to it: it must not be used again. */
  leave(taken: Buffer): void;
}

export function createSliceMemory(borrows: boolean): SliceMemory {
  const free = new Map<number, Buffer[]>();
  const lent: Buffer[] = [];
  return {
    take: (bytes) => {
      if (!borrows || bytes < pooledBytesMin) return Buffer.allocUnsafeSlow(bytes);
      const size = 2 ** Math.ceil(Math.log2(bytes));
      const buffer = free.get(size)?.pop() ?? Buffer.allocUnsafeSlow(size);
      lent.push(buffer);
      return buffer.subarray(0, bytes);
    },
    leave: (taken) => {
      const index = lent.findIndex(({ buffer }) => buffer === taken.buffer);
      if (index >= 0) lent.splice(index, 1);
    },
    giveBack: () => {
      for (const buffer of lent.splice(0)) {
        const same = free.get(buffer.length);
        if (same === undefined) free.set(buffer.length, [buffer]);
        else same.push(buffer);
      }
    },
  };
}

/** Less is not worth the keeping. */
const pooledBytesMin = 4096;
