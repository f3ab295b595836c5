import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sniff } from "../../collectors/index.ts";
import type { SourceFile } from "../../collectors/contract/index.ts";
import type { Observation } from "../../processors/contract/index.ts";
import { observe } from "../../processors/observations/index.ts";
import { openReader } from "../../processors/records/index.ts";
import type { Reader } from "../../processors/records/index.ts";
import { createJudge } from "../../processors/judge/judge.ts";
import type { Judge, JudgeState } from "../../processors/judge/judge.ts";
import { createBook } from "../../processors/requests/index.ts";
import type { Book, BookState } from "../../processors/requests/index.ts";
import { countFound, createSourceTally } from "../../processors/intake/index.ts";
import type { SourceTally } from "../../processors/intake/index.ts";
import { simulate } from "../simulation/index.ts";
import type { ScenarioName } from "../simulation/index.ts";
import { linesOf } from "../support/feed-book.ts";
import { nothingFound } from "../support/read-records.ts";
import { smallScenario } from "../support/small-scenario.ts";

/** From bytes to claims: what is kept of readers, tallies, book and judge is enough to go on at any slice. */

interface Log {
  readonly file: SourceFile;
  readonly bytes: Uint8Array;
}

interface Open {
  readonly reader: Reader;
  /** Of the file, what is read next. */
  next: number;
}

interface Pipeline {
  /** Of files that are not at their end. */
  readonly readers: Map<string, Open>;
  readonly tallies: Map<string, SourceTally>;
  readonly book: Book;
  readonly judge: Judge;
}

interface Kept {
  readonly readers: ReadonlyMap<string, { readonly offset: number; readonly context: string }>;
  readonly tallies: Map<string, SourceTally>;
  readonly book: BookState;
  readonly judge: JudgeState;
}

const sliceBytes = 3001;

describe.each<ScenarioName>(["both-generations", "device-logs", "torn-ends", "rotation"])(
  "a pipeline over %s",
  (name) => {
    const logs = logsOf(name);
    const slices = Math.max(...logs.map(({ bytes }) => Math.ceil(bytes.length / sliceBytes)));
    const expected = run(logs, slices, []);

    it("that is killed at any slice gives what it would have given", () => {
      const kills = fc.array(fc.nat({ max: slices - 1 }), { minLength: 1, maxLength: 6 });
      fc.assert(
        fc.property(kills, (at) => {
          expect(run(logs, slices, at)).toEqual(expected);
        }),
        { numRuns: 3, seed: 20_261_128, endOnFailure: true },
      );
    });
  },
);

function logsOf(name: ScenarioName): readonly Log[] {
  return simulate(smallScenario(name, 15), 3).files.flatMap(({ path, bytes, modifiedAt }) => {
    const sniffed = sniff(bytes.subarray(0, 65_536), path);
    const host = path.split("/")[0] ?? "";
    return sniffed === null ? [] : [{ file: { id: path, host, path, modifiedAt, ...sniffed }, bytes }];
  });
}

function run(logs: readonly Log[], slices: number, kills: readonly number[]): unknown {
  let pipeline = opened(logs, null);
  for (let index = 0; index < slices; index += 1) {
    for (const log of logs) take(pipeline, log, index);
    if (!kills.includes(index)) continue;
    const kept: Kept = deserialize(serialize(keptOf(pipeline)));
    pipeline = opened(logs, kept);
  }
  const { book, judge, tallies } = pipeline;
  const requests = book.end();
  const claims = requests.map((request) => judge.claim(request).claim);
  const problems = judge.hosts().map((host) => judge.problems(host, null));
  return [linesOf({ requests, unbound: book.unbound, evicted: book.evicted() }), claims, problems, tallies];
}

/** The next slice of a file. After a restart it begins where the reader stands, which may be before what was read. */
function take({ readers, tallies, book, judge }: Pipeline, { file, bytes }: Log, index: number): void {
  const open = readers.get(file.id);
  const tally = tallies.get(file.id);
  if (open === undefined || tally === undefined) return;
  const found = nothingFound();
  const before = open.reader.position();
  const to = Math.min((index + 1) * sliceBytes, bytes.length);
  open.reader.read(bytes.slice(open.next, to), found);
  open.next = to;
  if (to === bytes.length) open.reader.end(found);
  countFound(tally, found, open.reader.position() - before);
  if (to === bytes.length) readers.delete(file.id);
  const observations: Observation[] = [];
  for (const record of found.records) observe(record, { file, host: file.host, zone: null }, observations);
  judge.observe(observations);
  book.add(observations);
}

function opened(logs: readonly Log[], kept: Kept | null): Pipeline {
  const readers = new Map<string, Open>();
  for (const { file } of logs) {
    const start = kept === null ? { offset: 0, context: "" } : kept.readers.get(file.id);
    if (start !== undefined)
      readers.set(file.id, { reader: openReader({ file, ...start }), next: start.offset });
  }
  return {
    readers,
    tallies: kept?.tallies ?? new Map(logs.map(({ file }) => [file.id, createSourceTally(file, file.host)])),
    book: createBook(undefined, kept?.book),
    judge: createJudge(kept?.judge),
  };
}

function keptOf({ readers, tallies, book, judge }: Pipeline): Kept {
  const starts = [...readers].map(
    ([id, { reader }]) => [id, { offset: reader.position(), context: reader.context() }] as const,
  );
  return { readers: new Map(starts), tallies, book: book.save(), judge: judge.save() };
}
