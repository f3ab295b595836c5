import { isDoubtful, isoTime, timedRecords, withDoubt } from "../contract/index.ts";
import type {
  AnalysisEvidence,
  AnalysisStage,
  EvidenceNote,
  Grade,
  Kind,
  Stage,
  StoredRequest,
  Writer,
} from "../contract/index.ts";
import { parseTime } from "./parse-time.ts";
import { DamagedValue } from "./damaged-value.ts";

/** Words that the records of a request have in common stand once; times are ms after its start. */
interface Body {
  readonly started: number | null;
  readonly view: Omit<StoredRequest["view"], "evidence" | "stages" | "startedAt" | "trust">;
  readonly stages: readonly StageCells[];
  readonly rest: Omit<StoredRequest, "view" | "notes">;
  readonly texts: readonly string[];
  readonly kinds: readonly Kind[];
  readonly grades: readonly Grade[];
  readonly writers: readonly Writer[];
  readonly saids: readonly Said[];
  /** Record by record, `width` each: see `encodeBody`. */
  readonly cells: readonly Cell[];
}
type Cell = number | null;
type Said = NonNullable<EvidenceNote["said"]>;
type StageCells = readonly [
  ...[stage: Stage, status: AnalysisStage["status"], after: Cell, durationMs: number | null],
  ...[grade: AnalysisStage["grade"], timeGrade?: Grade],
];

const width = 13;

export function encodeBody(request: StoredRequest): string {
  // What is doubtful of times follows from what the records say of themselves.
  const { evidence, stages, startedAt, trust: _, ...view } = request.view;
  const { isFinal, keys, changedAt, claim } = request;
  const started = startedAt === null ? null : parseTime(startedAt);
  const after = (at: string | null): Cell => (at === null ? null : parseTime(at) - (started ?? 0));
  const [texts, kinds] = [createList<string>(), createList<Kind>()];
  const [grades, writers] = [createList<Grade>(), createList<Writer>()];
  const saids = createList<string>();
  const cells: Cell[] = [];
  for (const [index, record] of evidence.entries()) {
    const note = request.notes[index];
    if (note === undefined) throw new TypeError("a record without a note");
    cells.push(
      texts.number(record.path),
      record.offset,
      record.length,
      record.stage,
      kinds.number(record.kind),
    );
    cells.push(after(record.at), grades.number(record.grade));
    cells.push(texts.number(note.host), writers.number(note.writer), texts.number(note.fileId));
    cells.push(texts.number(note.why), texts.number(note.text));
    cells.push(note.said === undefined ? null : saids.number(JSON.stringify(note.said)));
  }
  const body: Body = {
    started,
    view,
    stages: stages.map((one) => cellsOf(one, after(one.at))),
    rest: { isFinal, keys, changedAt, claim },
    texts: texts.words,
    kinds: kinds.words,
    grades: grades.words,
    writers: writers.words,
    saids: saids.words.map((said) => JSON.parse(said)),
    cells,
  };
  return JSON.stringify(body);
}

/** What `encodeBody` wrote; anything else is damage. */
export function decodeBody(text: string): StoredRequest {
  const body = parse(text);
  const { started, cells, view, rest } = body;
  const at = (after: Cell): string | null => (after === null ? null : isoTime(after + (started ?? 0)));
  const evidence: AnalysisEvidence[] = [];
  const notes: EvidenceNote[] = [];
  for (let first = 0; first < cells.length; first += width) {
    const cell = (column: number): number => present(cells[first + column]);
    evidence.push({
      path: present(body.texts[cell(0)]),
      offset: cell(1),
      length: cell(2),
      stage: present(stageNumbers[cell(3)]),
      kind: present(body.kinds[cell(4)]),
      at: at(cells[first + 5] ?? null),
      grade: present(body.grades[cell(6)]),
    });
    const said = cells[first + 12] ?? null;
    notes.push({
      host: present(body.texts[cell(7)]),
      writer: present(body.writers[cell(8)]),
      fileId: present(body.texts[cell(9)]),
      why: present(body.texts[cell(10)]),
      text: present(body.texts[cell(11)]),
      ...(said === null ? {} : { said: present(body.saids[said]) }),
    });
  }
  const stages = body.stages.map((one) => stageOf(one, at));
  const whole = { ...view, startedAt: at(started === null ? null : 0), stages, evidence };
  const isSure = body.saids.every(({ trust }) => !isDoubtful(trust));
  return {
    ...rest,
    view: isSure ? whole : withDoubt(whole, timedRecords({ view: whole, notes }, parseTime)),
    notes,
  };
}

const stageNumbers: readonly (Stage | undefined)[] = [undefined, 1, 2, 3, 4, 5, 6];

function createList<Word extends string>(): { readonly words: Word[]; number(word: Word): number } {
  const words: Word[] = [];
  const numbers = new Map<Word, number>();
  return {
    words,
    number: (word) => {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      numbers.set(word, words.length);
      return words.push(word) - 1;
    },
  };
}

function parse(text: string): Body {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedValue("a request is not what was written", { cause: error });
  }
}

function present<T>(value: T | null | undefined): T {
  if (value === undefined || value === null) throw new DamagedValue("a request lacks what was written");
  return value;
}

function cellsOf({ stage, status, durationMs, grade, timeGrade }: AnalysisStage, after: Cell): StageCells {
  return timeGrade === undefined
    ? [stage, status, after, durationMs, grade]
    : [stage, status, after, durationMs, grade, timeGrade];
}

function stageOf(
  [stage, status, after, durationMs, grade, timeGrade]: StageCells,
  at: (after: Cell) => string | null,
): AnalysisStage {
  const own = { stage, status, at: at(after), durationMs, grade };
  return timeGrade === undefined ? own : { ...own, timeGrade };
}
