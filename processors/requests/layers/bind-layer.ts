import { edgeUses, matchGrades, rightStates, solveMatching } from "../matching/index.ts";
import type { MatchingResult } from "../matching/index.ts";
import { edgesOf } from "./edges.ts";
import type { Edges } from "./edges.ts";
import { holesOf, near } from "./holes.ts";
import type { Hole } from "./holes.ts";
import { fade, learn } from "./latency.ts";
import { candidatesMax, copyLearned, toleranceMaxMs } from "./layer.ts";
import type { Bound, Layer, LayerResult, Learned } from "./layer.ts";
import { fitOf } from "./span.ts";

/**
 * Decides one layer for one segment of time, and learns from it.
 *
 * Solved twice: once with what is known from before and from pairs without a rival, then with what the clear pairs of the first pass show. A must that
 * stays alone proves that the other side is incomplete around it, or that the clocks differ: what is near it is then optional and never exact, and the
 * layer is solved again. When many are left alone nothing is exact; when more are, nothing is bound.
 */
export function bindLayer(layer: Layer, learned: Learned): LayerResult {
  const draft = copyLearned(learned);
  const toleranceMs = toleranceOf(layer, draft);
  learnRivalless(layer, draft, toleranceMs);
  const first = settle(layer, draft, toleranceMs);
  learnClear(layer, draft, first);
  const last = first.clear < layer.inner.spans.length ? settle(layer, draft, toleranceMs) : first;
  const health = healthOf(layer, last, learned);
  carry(learned, draft, health);
  return resultOf(layer, last, health);
}

interface Settled {
  readonly edges: Edges;
  readonly matching: MatchingResult;
  readonly holes: readonly Hole[];
  readonly strandedCount: number;
  /** Inner nodes that are bound. */
  readonly clear: number;
}

const holeRounds = 3;
/** Nats for a node that stays alone where it may. */
const aloneNats = 12;

function settle(layer: Layer, learned: Learned, toleranceMs: number): Settled {
  const edges = edgesOf(layer, learned, toleranceMs);
  const columns = { left: Int32Array.from(edges.inner), right: Int32Array.from(edges.outer), cost: Float64Array.from(edges.cost) };
  const leftAloneCost = new Float64Array(layer.inner.spans.length).fill(aloneNats);
  const rightAloneCost = new Float64Array(layer.outer.spans.length).fill(aloneNats);
  const holes: Hole[] = [];
  let strandedCount = 0;
  for (let round = 0; ; round += 1) {
    const matching = solveMatching({
      leftCount: layer.inner.spans.length,
      rightCount: layer.outer.spans.length,
      leftMust: mustOf(layer.inner, holes),
      rightMust: mustOf(layer.outer, holes),
      leftAloneCost,
      rightAloneCost,
      edges: columns,
    });
    const found = holesOf(layer, matching.stranded);
    strandedCount += found.length;
    if (found.length === 0 || round >= holeRounds) {
      return { edges, matching, holes, strandedCount, clear: matching.grade.reduce((sum, grade) => sum + (grade === 1 || grade === 2 ? 1 : 0), 0) };
    }
    holes.push(...found);
    holes.sort((a, b) => a.from - b.from);
  }
}

function mustOf(side: Layer["inner"], holes: readonly Hole[]): Uint8Array {
  return Uint8Array.from(side.must, (must, node) => {
    const span = side.spans[node];
    return must && span !== undefined && !near(holes, span) ? 1 : 0;
  });
}

const pairsToTrust = 30;

/** Starts at one coarse clock tick; what enough pairs without a rival show is used once it is less, but never 0: written milliseconds are truncated. */
function toleranceOf(layer: Layer, learned: Learned): number {
  if (learned.pairs < pairsToTrust) return toleranceMaxMs;
  const tight = Math.min(toleranceMaxMs, Math.max(1, learned.worstMs + 1));
  if (tight === toleranceMaxMs) return tight;
  const strict = settle(layer, learned, tight).strandedCount;
  return strict > 0 && settle(layer, learned, toleranceMaxMs).strandedCount < strict ? toleranceMaxMs : tight;
}

function learnRivalless(layer: Layer, learned: Learned, toleranceMs: number): void {
  const edges = edgesOf(layer, learned, toleranceMs);
  const innerDegree = degrees(edges.inner, layer.inner.spans.length);
  const outerDegree = degrees(edges.outer, layer.outer.spans.length);
  for (const [edge, inner] of edges.inner.entries()) {
    const outer = edges.outer[edge] ?? 0;
    if (innerDegree[inner] !== 1 || outerDegree[outer] !== 1) continue;
    learnPair(layer, learned, inner, outer);
    learned.pairs += 1;
    learned.worstMs = Math.max(learned.worstMs, violation(layer, inner, outer));
  }
}

function degrees(nodes: readonly number[], count: number): Int32Array {
  const degree = new Int32Array(count);
  for (const node of nodes) degree[node] = (degree[node] ?? 0) + 1;
  return degree;
}

function learnClear(layer: Layer, learned: Learned, settled: Settled): void {
  for (const [inner, outer] of settled.matching.partnerOfLeft.entries()) {
    const grade = settled.matching.grade[inner];
    if (outer >= 0 && (grade === matchGrades.exact || grade === matchGrades.probable)) learnPair(layer, learned, inner, outer);
  }
}

/** The wait behind is learned where the end is known well enough; the wait before likewise. */
function learnPair(layer: Layer, learned: Learned, inner: number, outer: number): void {
  const a = layer.inner.spans[inner];
  const b = layer.outer.spans[outer];
  const fit = a === undefined || b === undefined ? null : fitOf(a, b, toleranceMaxMs);
  if (fit === null) return;
  const middle = (Math.max(0, fit.afterFrom) + Math.min(fit.slackMs, fit.afterTo)) / 2;
  const unknown = fit.afterTo - fit.afterFrom;
  if (unknown > Math.max(20, fit.slackMs / 2)) return;
  learn(learned.after, Math.max(0, middle));
  learn(learned.before, Math.max(0, fit.slackMs - middle));
}

function violation(layer: Layer, inner: number, outer: number): number {
  const a = layer.inner.spans[inner];
  const b = layer.outer.spans[outer];
  if (a === undefined || b === undefined) return 0;
  const behind = a.endFrom - b.endTo;
  const ahead = b.endFrom - b.lengthMs - (a.endTo - a.lengthMs);
  return Math.max(0, behind, ahead, (a.lengthMs - b.lengthMs) / 2);
}

interface Health {
  readonly musts: number;
  readonly stranded: number;
  /** Too many musts alone for anything to be exact, or to be bound at all. */
  readonly doubtful: boolean;
  readonly off: boolean;
}

const strandedSome = 3;
const strandedDoubtShare = 0.02;
const strandedOffShare = 0.15;

function healthOf(layer: Layer, settled: Settled, learned: Learned): Health {
  const musts = count(layer.inner.must) + count(layer.outer.must);
  const share = (learned.stranded + settled.strandedCount) / Math.max(1, learned.musts + musts);
  const some = learned.stranded + settled.strandedCount >= strandedSome;
  return { musts, stranded: settled.strandedCount, doubtful: some && share > strandedDoubtShare, off: some && share > strandedOffShare };
}

function count(flags: readonly boolean[]): number {
  return flags.reduce((sum, flag) => sum + (flag ? 1 : 0), 0);
}

const learnedTotalMax = 4000;
const mustsMax = 2000;

function carry(learned: Learned, draft: Learned, health: Health): void {
  learned.before.counts.set(draft.before.counts);
  learned.before.total = draft.before.total;
  learned.after.counts.set(draft.after.counts);
  learned.after.total = draft.after.total;
  learned.pairs = draft.pairs;
  learned.worstMs = draft.worstMs;
  learned.musts += health.musts;
  learned.stranded += health.stranded;
  fade(learned.before, learnedTotalMax);
  fade(learned.after, learnedTotalMax);
  if (learned.musts > mustsMax) {
    learned.musts /= 2;
    learned.stranded /= 2;
  }
}

function resultOf(layer: Layer, settled: Settled, health: Health): LayerResult {
  const partnerOfInner = new Int32Array(layer.inner.spans.length).fill(-1);
  const gradeOfInner: (Bound | null)[] = Array.from({ length: layer.inner.spans.length }, () => null);
  const outerLeft = Array.from(settled.matching.rightAlone, (state) => state === rightStates.alone || state === rightStates.aloneByMargin);
  if (health.off) return { partnerOfInner, gradeOfInner, candidatesOfInner: new Map(), outerLeft: outerLeft.map(() => true), off: true };
  for (const [inner, outer] of settled.matching.partnerOfLeft.entries()) {
    const grade = settled.matching.grade[inner];
    if (outer < 0 || (grade !== matchGrades.exact && grade !== matchGrades.probable)) continue;
    partnerOfInner[inner] = outer;
    const certain = grade === matchGrades.exact && !health.doubtful && sound(layer, settled.holes, inner, outer);
    gradeOfInner[inner] = certain ? "exact" : "probable";
  }
  return { partnerOfInner, gradeOfInner, candidatesOfInner: candidatesOf(settled, gradeOfInner), outerLeft, off: false };
}

function sound(layer: Layer, holes: readonly Hole[], inner: number, outer: number): boolean {
  const a = layer.inner.spans[inner];
  const b = layer.outer.spans[outer];
  const whole = layer.inner.whole[inner] === true && layer.outer.whole[outer] === true;
  return whole && a !== undefined && b !== undefined && !near(holes, a) && !near(holes, b);
}

function candidatesOf(settled: Settled, grades: readonly (Bound | null)[]): Map<number, number[]> {
  const candidates = new Map<number, number[]>();
  for (const [edge, inner] of settled.edges.inner.entries()) {
    if (grades[inner] !== null || settled.matching.edgeUse[edge] === edgeUses.never) continue;
    const seen = candidates.get(inner);
    if (seen === undefined) candidates.set(inner, [settled.edges.outer[edge] ?? 0]);
    else if (seen.length < candidatesMax) seen.push(settled.edges.outer[edge] ?? 0);
  }
  return candidates;
}
