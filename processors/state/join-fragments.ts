import { strongKeyTypes, worstOf } from "../contract/index.ts";
import type {
  AnalysisEvidence,
  AnalysisStage,
  EvidenceNote,
  Grade,
  Key,
  Outcome,
  StageStatus,
  StoredRequest,
} from "../contract/index.ts";
import { foldKey } from "./fold.ts";
import { compareRanks, noStart, rankOf } from "./rank.ts";

/**
 * One request of what several hosts know of it: fragments that were shown to share a strong key. Each part is the greatest of its kind in an order
 * that has no ties, or a set that is sorted: so neither the order of the fragments matters, nor which were joined before, nor whether one comes twice.
 *
 * The id and the host are those of the fragment that started first. A failure that is told wins over a success, and both over what is unknown; its
 * cause comes with it. Of a stage the best known status counts. Grades stay what they are: a shared strong key weakens none.
 */
export function joinFragments(fragments: readonly StoredRequest[]): StoredRequest {
  const trust = worstOf(fragments.map(({ view }) => view.trust));
  const first = greatest(
    fragments,
    (a, b) => compareRanks(rankWithStart(b), rankWithStart(a)) || compareText(a, b),
  );
  const told = greatest(fragments, compareVerdicts);
  const views = fragments.map(({ view }) => view);
  const records = recordsOf(fragments);
  return {
    view: {
      ...first.view,
      platform: known(views.map(({ platform }) => platform)),
      generation: known(views.map(({ generation }) => generation)),
      endedAt: latest(views.map(({ endedAt }) => endedAt)),
      ...verdictOf(told),
      stageReached: greatest(
        views.map(({ stageReached }) => stageReached),
        (a, b) => a - b,
      ),
      keys: viewKeys(fragments),
      stages: first.view.stages.map((stage) => bestStage(fragments, stage)),
      evidence: records.map(({ evidence }) => evidence),
      candidates: unique(
        views.flatMap(({ candidates }) => candidates),
        (one) => JSON.stringify(one),
      ),
      ...(trust !== null && { trust }),
    },
    isFinal: fragments.every(({ isFinal }) => isFinal),
    keys: unique(
      fragments.flatMap(({ keys }) => keys),
      ({ type, value }) => JSON.stringify([type, value]),
    ),
    changedAt: Math.max(...fragments.map(({ changedAt }) => changedAt)),
    notes: records.map(({ note }) => note),
    claim: told.claim,
  };
}

function verdictOf({
  view,
}: StoredRequest): Pick<StoredRequest["view"], "outcome" | "failedStage" | "cause"> {
  return { outcome: view.outcome, failedStage: view.failedStage, cause: view.cause };
}

function latest(moments: readonly (string | null)[]): string | null {
  return moments.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a));
}

/** The strong identifiers of a request, as they are compared. */
export function strongKeys({ keys }: StoredRequest): readonly Key[] {
  return keys.filter(({ type, value }) => strong.has(type) && value !== "");
}

const strong: ReadonlySet<string> = new Set(strongKeyTypes);

export function shareStrongKey(a: StoredRequest, b: StoredRequest): boolean {
  const named = new Set(strongKeys(a).map(({ type, value }) => `${type} ${foldKey(value)}`));
  return strongKeys(b).some(({ type, value }) => named.has(`${type} ${foldKey(value)}`));
}

/** Without a start it is behind all that have one. */
function rankWithStart(request: StoredRequest): { readonly started: number; readonly id: string } {
  const { started, id } = rankOf(request);
  return { started: started === noStart ? noStart : -started, id };
}

const outcomeOrder: readonly Outcome[] = ["unknown", "open", "succeeded", "failed"];

function compareVerdicts(a: StoredRequest, b: StoredRequest): number {
  return (
    outcomeOrder.indexOf(a.view.outcome) - outcomeOrder.indexOf(b.view.outcome) ||
    (a.view.failedStage ?? 0) - (b.view.failedStage ?? 0) ||
    compareText([a.view.cause, a.claim], [b.view.cause, b.claim])
  );
}

const statusOrder: readonly StageStatus[] = ["unknown", "implied", "pending", "done", "failed"];
const gradeOrder: readonly (Grade | null)[] = [null, "probable", "exact", "key"];

function bestStage(fragments: readonly StoredRequest[], { stage }: AnalysisStage): AnalysisStage {
  const stages = fragments.flatMap(({ view }) => view.stages.filter((one) => one.stage === stage));
  return greatest(
    stages,
    (a, b) =>
      statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status) ||
      gradeOrder.indexOf(a.grade) - gradeOrder.indexOf(b.grade) ||
      compareText(a, b),
  );
}

interface Evident {
  readonly evidence: AnalysisEvidence;
  readonly note: EvidenceNote;
}

/** In order of time, then host, file and place. A record that two fragments hold is held once, with the weaker grade. */
function recordsOf(fragments: readonly StoredRequest[]): readonly Evident[] {
  const records = new Map<string, Evident>();
  for (const { view, notes } of fragments)
    for (const [index, evidence] of view.evidence.entries()) {
      const note = notes[index];
      if (note === undefined) continue;
      const place = JSON.stringify([note.host, evidence.path, evidence.offset]);
      const before = records.get(place);
      records.set(place, before === undefined ? { evidence, note } : weaker(before, { evidence, note }));
    }
  return [...records]
    .toSorted(([placeA, a], [placeB, b]) => compareTimes(a, b) || (placeA < placeB ? -1 : 1))
    .map(([, record]) => record);
}

function weaker(a: Evident, b: Evident): Evident {
  return greatest(
    [a, b],
    (x, y) =>
      gradeOrder.indexOf(y.evidence.grade) - gradeOrder.indexOf(x.evidence.grade) || compareText(x, y),
  );
}

/** What has no time stands last. */
function compareTimes({ evidence: a }: Evident, { evidence: b }: Evident): number {
  if (a.at === b.at) return 0;
  if (a.at === null) return 1;
  return b.at === null || a.at < b.at ? -1 : 1;
}

function viewKeys(fragments: readonly StoredRequest[]): StoredRequest["view"]["keys"] {
  const all = (name: keyof StoredRequest["view"]["keys"]): readonly string[] =>
    unique(
      fragments.flatMap(({ view }) => view.keys[name]),
      (value) => value,
    );
  return {
    transactionId: all("transactionId"),
    deviceId: all("deviceId"),
    userId: all("userId"),
    thumbprint: all("thumbprint"),
    serialNumber: all("serialNumber"),
    profileId: all("profileId"),
    caRequestId: all("caRequestId"),
    clientIp: all("clientIp"),
  };
}

function known<Word extends string>(words: readonly Word[]): Word {
  return greatest(words, (a, b) => Number(a !== "unknown") - Number(b !== "unknown") || compareText(a, b));
}

/** Each once, sorted by its name. */
function unique<T>(values: readonly T[], nameOf: (value: T) => string): readonly T[] {
  const named = new Map(values.map((value) => [nameOf(value), value]));
  return [...named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

function greatest<T>(values: readonly T[], compare: (a: T, b: T) => number): T {
  return values.reduce((best, value) => (compare(value, best) > 0 ? value : best));
}

function compareText(a: unknown, b: unknown): number {
  const [textA, textB] = [JSON.stringify(a), JSON.stringify(b)];
  return textA === textB ? 0 : textA < textB ? -1 : 1;
}
