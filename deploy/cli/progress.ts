/** How far a long read has come, on one line of a terminal that is written over. */
export interface Progress {
  /** Log files found so far. */
  found(files: number): void;
  /** Bytes read so far, of all. */
  report(bytes: number, totalBytes: number): void;
  /** Wipes the line. */
  end(): void;
}

export interface ProgressOptions {
  /** Where the line is written; null: nobody watches. */
  readonly write: ((text: string) => void) | null;
  /** Milliseconds from any start. */
  readonly now: () => number;
  readonly width: number;
}

/** Shows nothing in the first half second, and then five lines a second at most. */
export function createProgress({ write, now, width }: ProgressOptions): Progress {
  const start = now();
  let readingSince: number | null = null;
  let shownAt = start + firstMs - betweenMs;
  let isShown = false;
  const show = (at: number, textOf: () => string): void => {
    if (write === null || at - shownAt < betweenMs) return;
    shownAt = at;
    isShown = true;
    write(`\r${textOf().slice(0, width - 1)}\x1B[K`);
  };
  return {
    found: (files) => show(now(), () => `looking for logs: ${files} so far`),
    report: (bytes, totalBytes) => {
      const at = now();
      const since = (readingSince ??= at);
      show(at, () => progressText(bytes, totalBytes, at - since));
    },
    end: () => {
      if (isShown) write?.("\r\x1B[K");
      isShown = false;
    },
  };
}

/** `reading 120 MB of 1.0 GB, 85 MB/s, 11 s left` */
export function progressText(bytes: number, totalBytes: number, elapsedMs: number): string {
  const rate = (bytes / Math.max(1, elapsedMs)) * 1000;
  const left = rate > 0 ? `, ${durationText((totalBytes - bytes) / rate)} left` : "";
  return `reading ${sizeText(bytes)} of ${sizeText(totalBytes)}, ${sizeText(rate)}/s${left}`;
}

const firstMs = 500;
const betweenMs = 200;

/** Decimal units, as disks and networks count. */
function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  for (; size >= 999.5 && unit < units.length - 1; unit += 1) size /= 1000;
  return `${unit > 0 && size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

function durationText(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  return whole < 3600 ? `${Math.round(whole / 60)} min` : `${(whole / 3600).toFixed(1)} h`;
}
