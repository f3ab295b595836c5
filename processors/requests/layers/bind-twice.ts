import { bindLayer, tryLayer } from "./bind-layer.ts";
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

/**
 * Decides a layer on what is certain, and once more on what is probable. Only the first makes a pair exact; the second makes the rest probable. Where they
 * contradict each other, the pair is not bound.
 */
export function bindTwice(certain: Layer, likely: Layer, learned: Learned): LayerResult {
  const first = bindLayer(certain, learned);
  if (first.off || first.gradeOfInner.every((grade) => grade === "exact")) return first;
  return combined(first, tryLayer(likely, learned));
}

function combined(first: LayerResult, second: LayerResult): LayerResult {
  const partnerOfInner = new Int32Array(first.partnerOfInner.length).fill(-1);
  const takenBy = new Map<number, number>();
  const gradeOfInner: (Bound | null)[] = first.gradeOfInner.map((grade, inner) => {
    const outer = first.partnerOfInner[inner] ?? -1;
    if (grade !== "exact" || outer < 0) return null;
    partnerOfInner[inner] = outer;
    takenBy.set(outer, inner);
    return grade;
  });
  for (const [inner, outer] of second.partnerOfInner.entries()) {
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
  const candidatesOfInner = new Map(
    [...first.candidatesOfInner].filter(([inner]) => gradeOfInner[inner] === null),
  );
  for (const [inner, outers] of second.candidatesOfInner)
    if (gradeOfInner[inner] === null) candidatesOfInner.set(inner, outers);
  return {
    partnerOfInner,
    gradeOfInner,
    tentativeOfInner: second.tentativeOfInner,
    candidatesOfInner,
    outerLeft,
    endsOfInner: second.endsOfInner,
    off: false,
  };
}
