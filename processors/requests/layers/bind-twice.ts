import { bindLayer, tryLayer } from "./bind-layer.ts";
import { exactWhenWide } from "./exact-when-wide.ts";
import type { Bound, Layer, LayerResult, Learned } from "./layer.ts";

export const nothing: LayerResult = {
  partnerOfInner: new Int32Array(0),
  gradeOfInner: [],
  tentativeOfInner: new Int32Array(0),
  candidatesOfInner: new Map(),
  outerLeft: [],
  endsOfInner: new Map(),
  off: false,
};

/** The same layer with what is known of its rows in three ways. */
export interface Readings {
  /** What follows from certain pairs and the order of the file. */
  readonly certain: Layer;
  /** What follows from probable pairs as well. */
  readonly likely: Layer;
  /** What the stamps alone say. */
  readonly stamped: Layer;
}

/**
 * Decides a layer on what is certain, and once more on what is probable. Only the first makes a pair exact, and only where the stamps alone leave no other
 * choice even if the clocks are 150 ms apart; the second makes the rest probable. Where they contradict each other, the pair is not bound.
 */
export function bindTwice(readings: Readings, learned: Learned): LayerResult {
  const first = bindLayer(readings.certain, learned, { rounds: 2, onlyLikely: false });
  if (first.off) return first;
  const sure = exactWhenWide(readings.stamped, first);
  const gradeOfInner = first.gradeOfInner.map((grade, inner) =>
    grade === "exact" && !sure.has(inner) ? "probable" : grade,
  );
  if (first.gradeOfInner.every((grade) => grade === "exact")) return { ...first, gradeOfInner };
  return combined(first, gradeOfInner, tryLayer(readings.likely, learned, { rounds: 5, onlyLikely: true }));
}

function combined(first: LayerResult, grades: readonly (Bound | null)[], second: LayerResult): LayerResult {
  const partnerOfInner = new Int32Array(first.partnerOfInner.length).fill(-1);
  const takenBy = new Map<number, number>();
  const gradeOfInner: (Bound | null)[] = grades.map((grade, inner) => {
    const outer = first.partnerOfInner[inner] ?? -1;
    if (first.gradeOfInner[inner] !== "exact" || outer < 0) return null;
    partnerOfInner[inner] = outer;
    takenBy.set(outer, inner);
    return grade;
  });
  for (let inner = 0; inner < second.partnerOfInner.length; inner += 1) {
    const outer = second.partnerOfInner[inner] ?? -1;
    if (
      outer < 0 ||
      gradeOfInner[inner] !== null ||
      takenBy.has(outer) ||
      second.gradeOfInner[inner] === null
    )
      continue;
    partnerOfInner[inner] = outer;
    gradeOfInner[inner] = "probable";
    takenBy.set(outer, inner);
  }
  const outerLeft = first.outerLeft.map(
    (left, outer) => left && second.outerLeft[outer] === true && !takenBy.has(outer),
  );
  return {
    partnerOfInner,
    gradeOfInner,
    tentativeOfInner: second.tentativeOfInner,
    candidatesOfInner: candidatesOf(first, second, { gradeOfInner, takenBy }),
    outerLeft,
    endsOfInner: second.endsOfInner,
    off: false,
  };
}

interface Decided {
  readonly gradeOfInner: readonly (Bound | null)[];
  readonly takenBy: ReadonlyMap<number, number>;
}

/** Of what is bound to nothing those of the likely reading; and of the certain one what would else be nobody's: it is listed, however unlikely it is for all that it can be of. */
function candidatesOf(
  first: LayerResult,
  second: LayerResult,
  { gradeOfInner, takenBy }: Decided,
): Map<number, number[]> {
  const candidates = new Map<number, number[]>();
  const listed = new Set<number>(takenBy.keys());
  for (const [inner, outers] of second.candidatesOfInner) {
    if (gradeOfInner[inner] !== null) continue;
    candidates.set(inner, [...outers]);
    for (const outer of outers) listed.add(outer);
  }
  for (const [inner, grade] of gradeOfInner.entries()) {
    if (grade !== null) continue;
    const likely = candidates.get(inner);
    const certain = possibleIn(first, inner);
    if (likely === undefined && certain.length > 0) candidates.set(inner, [...certain]);
    else likely?.push(...certain.filter((outer) => !listed.has(outer)));
  }
  return candidates;
}

/** One that was bound has no candidates. */
function possibleIn({ candidatesOfInner, partnerOfInner }: LayerResult, inner: number): readonly number[] {
  const partner = partnerOfInner[inner] ?? -1;
  return candidatesOfInner.get(inner) ?? (partner < 0 ? [] : [partner]);
}
