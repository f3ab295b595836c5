import type { LayerResult } from "./layer.ts";

/** The same pairs, of which those that something else speaks against are probable at best. */
export function lessSure(
  result: LayerResult,
  isDoubtful: (inner: number, outer: number) => boolean,
): LayerResult {
  return {
    ...result,
    gradeOfInner: result.gradeOfInner.map((grade, inner) =>
      grade === "exact" && isDoubtful(inner, result.partnerOfInner[inner] ?? -1) ? "probable" : grade,
    ),
  };
}
