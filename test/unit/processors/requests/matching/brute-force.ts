import type { MatchingProblem, MatchingResult } from "../../../../../processors/requests/matching/index.ts";

/**
 * Compares a result with the list of all matchings, field by field. Returns what is wrong, in words. Written from the
 * definitions in the problem's docstrings, without any idea that the solver uses.
 */
export function judge(
  problem: MatchingProblem,
  result: MatchingResult,
  marginNats: number,
): readonly string[] {
  const admissible = admissibleMatchings(problem);
  const best = Math.min(...admissible.map((matching) => matching.cost));
  const least = (accept: (matching: Matching) => boolean): number =>
    Math.min(...admissible.filter(accept).map((matching) => matching.cost));
  const chosen = [...result.partnerOfLeft];
  const complaints: string[] = [];
  const expectEqual = (what: string, actual: unknown, wanted: unknown): void => {
    if (JSON.stringify(actual) !== JSON.stringify(wanted))
      complaints.push(`${what} is ${String(actual)}, not ${String(wanted)}`);
  };

  const own = least((matching) => matching.partners.every((right, left) => right === chosen[left]));
  if (!(own - best < rounding)) complaints.push(`the matching costs ${own}, the cheapest ${best}`);
  const partnerOfRight = Array.from({ length: problem.rightCount }, (_, right) => chosen.indexOf(right));
  expectEqual("partnerOfRight", [...result.partnerOfRight], partnerOfRight);

  const grades = chosen.map((right, left) => {
    if (right === -1) return 0;
    const second = least((matching) => matching.partners[left] !== right);
    if (second === Infinity) return 1;
    return second - best >= marginNats - rounding ? 2 : 3;
  });
  expectEqual("grade", [...result.grade], grades);

  const states = partnerOfRight.map((left, right) => {
    if (left !== -1) return 0;
    const matched = least((matching) => matching.partners.includes(right));
    if (matched === Infinity) return 1;
    return matched - best >= marginNats - rounding ? 2 : 3;
  });
  expectEqual("rightAlone", [...result.rightAlone], states);

  expectEqual("edgeUse", usedPairs(problem, result), pairsOf(problem, admissible, chosen));
  const lonely = (must: Uint8Array, partners: readonly number[]): readonly number[] =>
    partners.flatMap((partner, node) => (partner === -1 && must[node] === 1 ? [node] : []));
  expectEqual("stranded.left", [...result.stranded.left], lonely(problem.leftMust, chosen));
  expectEqual("stranded.right", [...result.stranded.right], lonely(problem.rightMust, partnerOfRight));
  return complaints;
}

const rounding = 1e-6;

interface Matching {
  readonly partners: readonly number[];
  readonly lonelyMusts: number;
  readonly cost: number;
}

function admissibleMatchings(problem: MatchingProblem): readonly Matching[] {
  const all = [...matchings(problem, [], new Set())];
  const fewest = Math.min(...all.map((matching) => matching.lonelyMusts));
  return all.filter((matching) => matching.lonelyMusts === fewest);
}

function* matchings(
  problem: MatchingProblem,
  partners: readonly number[],
  taken: ReadonlySet<number>,
): Generator<Matching> {
  const left = partners.length;
  if (left === problem.leftCount) {
    yield weigh(problem, partners, taken);
    return;
  }
  yield* matchings(problem, [...partners, -1], taken);
  for (let right = 0; right < problem.rightCount; right++) {
    if (taken.has(right) || cheapestEdge(problem, left, right) === Infinity) continue;
    yield* matchings(problem, [...partners, right], new Set([...taken, right]));
  }
}

function weigh(problem: MatchingProblem, partners: readonly number[], taken: ReadonlySet<number>): Matching {
  let lonelyMusts = 0;
  let cost = 0;
  const alone = (must: number | undefined, aloneCost: number | undefined): void => {
    if (must === 1) lonelyMusts++;
    else cost += aloneCost ?? 0;
  };
  partners.forEach((right, left) => {
    if (right === -1) alone(problem.leftMust[left], problem.leftAloneCost[left]);
    else cost += cheapestEdge(problem, left, right);
  });
  for (let right = 0; right < problem.rightCount; right++) {
    if (!taken.has(right)) alone(problem.rightMust[right], problem.rightAloneCost[right]);
  }
  return { partners, lonelyMusts, cost };
}

function cheapestEdge({ edges }: MatchingProblem, left: number, right: number): number {
  let cheapest = Infinity;
  edges.cost.forEach((cost, edge) => {
    if (edges.left[edge] === left && edges.right[edge] === right) cheapest = Math.min(cheapest, cost);
  });
  return cheapest;
}

/** By pair, since two edges of one pair are one possibility. */
function usedPairs({ edges }: MatchingProblem, result: MatchingResult): readonly string[] {
  const uses = new Map<string, number>();
  result.edgeUse.forEach((use, edge) => {
    const pair = `${edges.left[edge]}-${edges.right[edge]}`;
    uses.set(pair, Math.max(uses.get(pair) ?? 0, use));
  });
  return [...uses].map(([pair, use]) => `${pair}:${use}`).toSorted();
}

function pairsOf(
  { edges }: MatchingProblem,
  admissible: readonly Matching[],
  chosen: readonly number[],
): readonly string[] {
  const uses = new Map<string, number>();
  edges.left.forEach((left, edge) => {
    const right = edges.right[edge] ?? -1;
    const possible = admissible.some((matching) => matching.partners[left] === right);
    uses.set(`${left}-${right}`, chosen[left] === right ? 2 : Number(possible));
  });
  return [...uses].map(([pair, use]) => `${pair}:${use}`).toSorted();
}
