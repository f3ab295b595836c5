import type { Disk, OpenFile } from "./disk.ts";

/** A disk that answers in time or throws `ETIMEDOUT`. */
export interface PatientDisk extends Disk {
  /** An operation was given up and has not returned: until it does, nothing else is asked, and all fails at once. */
  hangs(): boolean;
  /** A file that was opened elsewhere, from now on with the same patience. */
  adopt(file: OpenFile): OpenFile;
}

/**
 * Bounds the time of every operation. What returns too late is thrown away, and a file that was opened too late is closed. One operation at
 * most hangs in each disk, so that a dead share holds one thread of the pool for as long as it is dead.
 */
export function patientDisk(disk: Disk, timeoutMs: number): PatientDisk {
  let hanging = 0;
  const patiently = async <T>(start: () => Promise<T>, late: (value: T) => void = () => {}): Promise<T> => {
    if (hanging > 0) throw notInTime(timeoutMs);
    const running = start();
    const { promise: giveUp, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      hanging += 1;
      const back = (): void => void (hanging -= 1);
      running.then(late, () => {}).then(back, back);
      reject(notInTime(timeoutMs));
    }, timeoutMs);
    try {
      return await Promise.race([running, giveUp]);
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    hangs: () => hanging > 0,
    adopt: (file) => patientFile(file, patiently),
    list: (folder) => patiently(() => disk.list(folder)),
    stat: (path) => patiently(() => disk.stat(path)),
    isLocal: (folder) => patiently(() => disk.isLocal(folder)),
    open: async (path) => patientFile(await patiently(() => disk.open(path), closeLate), patiently),
  };
}

function closeLate(file: OpenFile): void {
  file.close().catch(() => {});
}

type Patiently = <T>(start: () => Promise<T>) => Promise<T>;

function patientFile(file: OpenFile, patiently: Patiently): OpenFile {
  return {
    stat: () => patiently(() => file.stat()),
    // A late read fills a buffer that nobody looks at any more: the caller throws it away with the error.
    read: (into, position) => patiently(() => file.read(into, position)),
    // Nobody waits for it: a handle that cannot be closed is lost with its share.
    close: async () => closeLate(file),
  };
}

function notInTime(timeoutMs: number): Error {
  return Object.assign(new Error(`did not answer within ${timeoutMs} ms`), { code: "ETIMEDOUT" });
}
