import type { AnalyzeCost } from "./analyze-runs.ts";
import type { RecordSpeed } from "./records.ts";
import type { StoreSpeed } from "./store.ts";
import { ratio } from "./table.ts";

/** What was asked for, beside what was measured. Printed, never asserted: a busy machine is no mistake of the code. */
export interface Goal {
  readonly what: string;
  readonly unit: string;
  readonly wanted: number;
  readonly direction: "at least" | "at most";
  /** `null`: not measured in this run. */
  readonly measured: number | null;
}

export function recordGoals(speeds: readonly RecordSpeed[]): readonly Goal[] {
  return recordsWanted.map(([format, wanted]) => ({
    what: `${format} records`,
    unit: "k/s per core",
    wanted,
    direction: "at least",
    measured: thousands(speeds.find((speed) => speed.format === format)?.recordsPerCpuSecond),
  }));
}

const recordsWanted: readonly (readonly [format: string, wanted: number])[] = [
  ["iis-w3c", 1000],
  ["cmtrace", 1000],
  ["svclog", 500],
];

function thousands(value: number | undefined): number | null {
  return value === undefined ? null : value / 1000;
}

/** Of calm bundles and the mix; the large ones are missing in a quick run. */
export function analyzeGoals(costs: readonly AnalyzeCost[]): readonly Goal[] {
  const of = (what: string): AnalyzeCost | undefined => costs.find((cost) => cost.what === what);
  const [calm, large, burst] = [of("calm 100 MB text"), of("calm 1 GB text"), of("burst 100 MB text")];
  return [
    {
      what: "analyze, mixed records",
      unit: "k/s per core",
      wanted: 300,
      direction: "at least",
      measured: recordsPerCpuMs(of("mix 1 GB text") ?? of("mix 100 MB text")),
    },
    {
      what: "analyze, peak memory at 1 GB (the worst run)",
      unit: "MB",
      wanted: 300,
      direction: "at most",
      measured: worstMemory(costs.filter(({ what }) => what.includes("1 GB"))),
    },
    {
      what: "time per MB, calm 1 GB against calm 100 MB",
      unit: "x",
      wanted: 1.15,
      direction: "at most",
      measured: ratio(perMegabyte(large), perMegabyte(calm)),
    },
    {
      what: "time per record, 500 requests at once against calm",
      unit: "x",
      wanted: 2,
      direction: "at most",
      measured: ratio(recordsPerCpuMs(calm), recordsPerCpuMs(burst)),
    },
  ];
}

/** Of the largest store that was measured. */
export function storeGoals(speeds: readonly StoreSpeed[]): readonly Goal[] {
  const speed = speeds.at(-1);
  return [
    {
      what: "requests with SQLite, against the store in memory",
      unit: "x",
      wanted: 0.7,
      direction: "at least",
      measured: speed === undefined ? null : storeRate(speed),
    },
    {
      what: "lookup by key at a thousand new requests a second, p99",
      unit: "ms",
      wanted: 5,
      direction: "at most",
      measured: speed?.lookupP99Ms ?? null,
    },
  ];
}

/** What SQLite leaves of the rate of the pipeline that ends in memory. */
export function storeRate({ pipelineUs, memoryUs, sqliteUs }: StoreSpeed): number | null {
  return ratio(pipelineUs + memoryUs, pipelineUs + sqliteUs);
}

export function isMet({ wanted, direction, measured }: Goal): boolean | null {
  if (measured === null) return null;
  return direction === "at least" ? measured >= wanted : measured <= wanted;
}

/** Records per ms of processor time: thousands a second. */
export function recordsPerCpuMs(cost: AnalyzeCost | undefined): number | null {
  return cost === undefined ? null : ratio(cost.records, cost.cpuMs);
}

/** ms of processor time for each MB read. */
function perMegabyte(cost: AnalyzeCost | undefined): number | null {
  return cost === undefined ? null : ratio(cost.cpuMs, cost.bytes / 1e6);
}

function worstMemory(costs: readonly AnalyzeCost[]): number | null {
  const known = costs.flatMap(({ rssBytes }) => rssBytes ?? []);
  return known.length === 0 ? null : Math.max(...known) / 1e6;
}
