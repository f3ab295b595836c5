import { isoTime } from "../contract/index.ts";

export { counted, grouped } from "../contract/index.ts";

/** `2026-11-22 10:14:07`. */
export function clockTime(ms: number): string {
  return isoTime(ms).slice(0, 19).replace("T", " ");
}

/** `10:14:07.123`. */
export function timeOfDay(ms: number): string {
  return isoTime(ms).slice(11, 23);
}

/** The span of two moments without saying the day twice. */
export function period(from: number, to: number, zone: string = "UTC"): string {
  const [start, end] = [clockTime(from), clockTime(to)];
  if (start === end) return `${start} ${zone}`;
  return start.slice(0, 10) === end.slice(0, 10)
    ? `${start} – ${end.slice(11)} ${zone}`
    : `${start} – ${end} ${zone}`;
}

/** `875 ms`, `1.296 s`, `3 m 12 s`, `2 h 05 m`, `4 d 3 h`. */
export function duration(ms: number): string {
  const form = forms.find((each) => ms < each.below);
  return (form ?? longest).text(ms);
}

const longest = {
  below: Infinity,
  text: (ms: number): string => `${Math.floor(ms / 86_400_000)} d ${Math.floor(ms / 3_600_000) % 24} h`,
};
const forms: readonly { readonly below: number; readonly text: (ms: number) => string }[] = [
  { below: 1, text: (ms) => (ms <= 0 ? "0 ms" : `${ms.toFixed(1)} ms`) },
  { below: 999.5, text: (ms) => `${Math.round(ms)} ms` },
  { below: 9_999.5, text: (ms) => `${(ms / 1000).toFixed(3)} s` },
  { below: 59_950, text: (ms) => `${(ms / 1000).toFixed(1)} s` },
  {
    below: 3_600_000,
    text: (ms) => `${Math.floor(ms / 60_000)} m ${String(Math.floor(ms / 1000) % 60).padStart(2, "0")} s`,
  },
  {
    below: 86_400_000,
    text: (ms) =>
      `${Math.floor(ms / 3_600_000)} h ${String(Math.floor(ms / 60_000) % 60).padStart(2, "0")} m`,
  },
];

/** `271.8 MB`: powers of ten, as disks and networks count. */
export function bytes(count: number): string {
  const unit = ["B", "kB", "MB", "GB", "TB"];
  let value = count;
  let step = 0;
  while (value >= 999.95 && step < unit.length - 1) {
    value /= 1000;
    step += 1;
  }
  return step === 0 ? `${value} B` : `${value.toFixed(1)} ${unit[step]}`;
}
