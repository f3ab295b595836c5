import type { Clock } from "./clock.ts";
import { createRandom } from "./random.ts";
import type { Random } from "./random.ts";
import { simulate } from "./simulate.ts";
import type { SimulatedFile, Simulation } from "./simulate.ts";
import type { TruthRecord } from "./truth.ts";
import type { Source } from "./write.ts";

/** What happens to logs between their writer and their reader. */
export interface DamageSpec {
  /** This share of a source's records is lost, each by itself. */
  readonly lose?: readonly { readonly source: Source; readonly share: number }[];
  /** All that a source wrote between two moments, true time in ms UTC, is lost. */
  readonly holes?: readonly Hole[];
  /** Clocks of sources that go wrong, or step. */
  readonly clocks?: readonly Clock[];
  /** Files of these sources end inside of their last record. */
  readonly tear?: readonly Source[] | "all";
  /** Files of these sources end in so many NUL bytes. */
  readonly pad?: { readonly sources: readonly Source[]; readonly bytes: number };
}

interface Hole {
  readonly source: Source;
  readonly from: number;
  readonly to: number;
}

/** The same events, worse logs. The truth follows: what is lost or torn is no longer a record. */
export function damage(simulation: Simulation, spec: DamageSpec, seed: number): Simulation {
  const whole = spec.clocks === undefined ? simulation : rewound(simulation, spec.clocks);
  const random = createRandom(seed, "damage");
  const records = new Map<string, readonly TruthRecord[]>();
  const files: SimulatedFile[] = [];
  for (const file of whole.files) {
    const left = damageFile(file, whole.truth.records.get(file.path) ?? [], { spec, random });
    if (left === null) continue;
    files.push({ ...file, bytes: left.bytes });
    records.set(file.path, left.records);
  }
  return { ...whole, files, truth: { ...whole.truth, records } };
}

/** The simulation of the same seed with other clocks: chance does not look at clocks, so the events are the same. */
function rewound(simulation: Simulation, clocks: readonly Clock[]): Simulation {
  const { scenario, seed } = simulation;
  const hosts = scenario.hosts.map((plan) => ({ ...plan, clocks: [...plan.clocks, ...clocks] }));
  return simulate({ ...scenario, hosts }, seed);
}

interface Left {
  readonly bytes: Buffer;
  readonly records: readonly TruthRecord[];
}

function damageFile(
  file: SimulatedFile,
  records: readonly TruthRecord[],
  by: { spec: DamageSpec; random: Random },
): Left | null {
  const source = records[0]?.source;
  if (source === undefined) return { bytes: file.bytes, records };
  const { spec, random } = by;
  const isLost = lossOf(source, spec, random);
  let left: Left =
    isLost === null ? { bytes: file.bytes, records } : lose({ bytes: file.bytes, records }, isLost);
  if (source === "status" && left.records.length === 0) return null;
  if (spec.tear === "all" || spec.tear?.includes(source) === true) left = tear(left, random);
  if (spec.pad?.sources.includes(source) === true)
    left = { ...left, bytes: Buffer.concat([left.bytes, Buffer.alloc(spec.pad.bytes)]) };
  return left;
}

/** Null: nothing of this source is lost. */
function lossOf(source: Source, spec: DamageSpec, random: Random): ((record: TruthRecord) => boolean) | null {
  const share = spec.lose?.find((loss) => loss.source === source)?.share ?? 0;
  const holes = (spec.holes ?? []).filter((hole) => hole.source === source);
  if (share === 0 && holes.length === 0) return null;
  return ({ at }) =>
    (share > 0 && random.chance(share)) || holes.some(({ from, to }) => at >= from && at < to);
}

/** Takes records out, each with its line end. */
function lose(whole: Left, isLost: (record: TruthRecord) => boolean): Left {
  const kept: Buffer[] = [];
  const records: TruthRecord[] = [];
  let from = 0;
  let removed = 0;
  for (const record of whole.records) {
    if (!isLost(record)) {
      records.push({ ...record, offset: record.offset - removed });
      continue;
    }
    const end = lineEnd(whole.bytes, record.offset + record.length);
    kept.push(whole.bytes.subarray(from, record.offset));
    removed += end - record.offset;
    from = end;
  }
  kept.push(whole.bytes.subarray(from));
  return { bytes: Buffer.concat(kept), records };
}

function lineEnd(bytes: Buffer, at: number): number {
  let end = at;
  if (bytes[end] === 0x0d) end += 1;
  if (bytes[end] === 0x0a) end += 1;
  return end;
}

/** Cuts inside of the record that ends last in the file. */
function tear(whole: Left, random: Random): Left {
  const last = whole.records.at(-1);
  if (last === undefined || last.source === "status") return whole;
  const length = Math.floor(last.length * (0.2 + 0.6 * random.unit()));
  return { bytes: whole.bytes.subarray(0, last.offset + length), records: whole.records.slice(0, -1) };
}
