import { edgeUses, matchGrades, rightStates, solveMatching } from "../matching/index.ts";
import type { MatchingResult } from "../matching/index.ts";
import { edgesOf, pairFit } from "./edges.ts";
import type { Edges, Waits } from "./edges.ts";
import { holesOf, near } from "./holes.ts";
import type { Hole } from "./holes.ts";
import { fade, learn } from "./latency.ts";
import { candidatesMax, copyLearned, toleranceMaxMs } from "./layer.ts";
import type { Bound, Layer, LayerResult, Learned } from "./layer.ts";
import { waitByPairs, waitByRank } from "./queue-wait.ts";

/**
 * Decides one layer for one segment of time, and learns from it.
 *
 * Solved twice: once with what is known from before and from pairs without a rival, then with what the clear pairs of the first pass show. A must that
 * stays alone proves that the other side is incomplete around it, or that the clocks differ: what is near it is then optional and never exact, and the
 * layer is solved again. When many are left alone nothing is exact; when more are, nothing is bound.
 */
export function bindLayer(layer: Layer, learned: Learned): LayerResult {
  const draft = copyLearned(learned);
  countRivalless(layer, draft);
  const expected = layer.queued === true ? waitByRank(layer) : null;
  const toleranceMs = toleranceOf(layer, { learned: draft, expectedBefore: expected });
  let waits: Waits = { learned: draft, expectedBefore: expected };
  let settled = settle(layer, waits, toleranceMs);
  // What the cheapest matching shows of the waits weighs the next one, until that says nothing more.
  for (let round = 0; round < learnRounds && settled.clear < settled.matched; round += 1) {
    waits = { learned: copyLearned(draft), expectedBefore: expected === null ? null : waitByPairs(layer, settled.matching.partnerOfLeft) };
    learnPairs(layer, waits, settled, false);
    const next = settle(layer, waits, toleranceMs);
    const isBetter = next.clear > settled.clear;
    settled = next;
    if (!isBetter && round > 0) break;
  }
  learnPairs(layer, { learned: draft, expectedBefore: waits.expectedBefore }, settled, true);
  const health = healthOf(layer, settled, learned);
  carry(learned, draft, health);
  return resultOf(layer, settled, health);
}

const learnRounds = 4;

/** Decides a layer for the moment; nothing is carried. */
export function tryLayer(layer: Layer, learned: Learned): LayerResult {
  return bindLayer(layer, copyLearned(learned));
}

interface Settled {
  readonly toleranceMs: number;
  readonly edges: Edges;
  readonly matching: MatchingResult;
  readonly holes: readonly Hole[];
  readonly strandedCount: number;
  /** Inner nodes that have a partner in the cheapest matching, and those for which that is clear. */
  readonly matched: number;
  readonly clear: number;
}

const holeRounds = 3;
/** Nats for a node that stays alone where it may. */
const aloneNats = 12;

function settle(layer: Layer, waits: Waits, toleranceMs: number): Settled {
  const edges = edgesOf(layer, waits, toleranceMs);
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
      const matched = matching.partnerOfLeft.reduce((sum, partner) => sum + (partner >= 0 ? 1 : 0), 0);
      return { toleranceMs, edges, matching, holes, strandedCount, matched, clear: matching.grade.reduce((sum, grade) => sum + (isClear(grade) ? 1 : 0), 0) };
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
const tolerancesMs: readonly number[] = [1, 2, 4, 8];

/**
 * Starts at one coarse clock tick. What enough pairs without a rival show is used once it is less; where there are too few of them, twice the least tolerance
 * with which no more musts stay alone. Never 0: written milliseconds are truncated.
 */
function toleranceOf(layer: Layer, waits: Waits): number {
  const { learned } = waits;
  const trusted = learned.pairs >= pairsToTrust;
  const tight = trusted ? Math.min(toleranceMaxMs, Math.max(1, learned.worstMs + 1)) : 1;
  if (tight === toleranceMaxMs || rivals(layer, waits) === 0) return toleranceMaxMs;
  const loose = settle(layer, waits, toleranceMaxMs).strandedCount;
  const able = (trusted ? [tight] : tolerancesMs).find((ms) => settle(layer, waits, ms).strandedCount <= loose);
  if (able === undefined) return toleranceMaxMs;
  return trusted ? able : Math.min(toleranceMaxMs, 2 * able);
}

/** Nodes that have more than one possible partner. */
function rivals(layer: Layer, waits: Waits): number {
  const edges = edgesOf(layer, waits, toleranceMaxMs);
  return degrees(edges.inner, layer.inner.spans.length).reduce((sum, degree) => sum + (degree > 1 ? 1 : 0), 0);
}

/** Pairs without a rival show how far containment can be trusted. */
function countRivalless(layer: Layer, learned: Learned): void {
  const edges = edgesOf(layer, { learned, expectedBefore: null }, toleranceMaxMs);
  const innerDegree = degrees(edges.inner, layer.inner.spans.length);
  const outerDegree = degrees(edges.outer, layer.outer.spans.length);
  for (const [edge, inner] of edges.inner.entries()) {
    const outer = edges.outer[edge] ?? 0;
    if (innerDegree[inner] !== 1 || outerDegree[outer] !== 1) continue;
    learned.pairs += 1;
    learned.worstMs = Math.max(learned.worstMs, violation(layer, inner, outer));
  }
}

function degrees(nodes: readonly number[], count: number): Int32Array {
  const degree = new Int32Array(count);
  for (const node of nodes) degree[node] = (degree[node] ?? 0) + 1;
  return degree;
}

function isClear(grade: number | undefined): boolean {
  return grade === matchGrades.exact || grade === matchGrades.probable;
}

function learnPairs(layer: Layer, waits: Waits, settled: Settled, onlyClear: boolean): void {
  for (const [inner, outer] of settled.matching.partnerOfLeft.entries()) {
    if (outer < 0 || (onlyClear && !isClear(settled.matching.grade[inner]))) continue;
    learnPair(layer, waits, { i: inner, o: outer, toleranceMs: settled.toleranceMs });
  }
}

/** Waits are learned where the end is known well enough. */
function learnPair(layer: Layer, { learned, expectedBefore }: Waits, { i, o, toleranceMs }: { i: number; o: number; toleranceMs: number }): void {
  const inner = layer.inner.spans[i];
  const outer = layer.outer.spans[o];
  const fit = inner === undefined || outer === undefined ? null : pairFit(layer, { i, o, inner, outer }, toleranceMs);
  if (fit === null) return;
  const after = (Math.max(0, fit.afterFrom) + Math.min(fit.slackMs, fit.afterTo)) / 2;
  const unknown = fit.afterTo - fit.afterFrom;
  if (unknown > Math.max(knownMs, fit.slackMs / 2)) return;
  learn(learned.after, Math.max(0, after));
  const before = Math.max(0, fit.slackMs - after);
  learn(learned.before, expectedBefore === null ? before : Math.abs(before - (expectedBefore[i] ?? 0)));
  if (fit.core === null) return;
  const behindCore = fit.core.afterMs - after;
  learn(learned.coreAfter, Math.max(0, behindCore));
  learn(learned.coreBefore, Math.max(0, fit.core.slackMs - behindCore));
}

const knownMs = 20;

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
  for (const wait of ["before", "after", "coreBefore", "coreAfter"] as const) {
    learned[wait].counts.set(draft[wait].counts);
    learned[wait].total = draft[wait].total;
    fade(learned[wait], learnedTotalMax);
  }
  learned.pairs = draft.pairs;
  learned.worstMs = draft.worstMs;
  learned.musts += health.musts;
  learned.stranded += health.stranded;
  if (learned.musts > mustsMax) {
    learned.musts /= 2;
    learned.stranded /= 2;
  }
}

function resultOf(layer: Layer, settled: Settled, health: Health): LayerResult {
  const partnerOfInner = new Int32Array(layer.inner.spans.length).fill(-1);
  const gradeOfInner: (Bound | null)[] = Array.from({ length: layer.inner.spans.length }, () => null);
  const outerLeft = Array.from(settled.matching.rightAlone, (state) => state === rightStates.alone || state === rightStates.aloneByMargin);
  if (health.off) return { partnerOfInner, gradeOfInner, tentativeOfInner: partnerOfInner, candidatesOfInner: new Map(), outerLeft: outerLeft.map(() => true), off: true, toleranceMs: settled.toleranceMs };
  for (const [inner, outer] of settled.matching.partnerOfLeft.entries()) {
    const grade = settled.matching.grade[inner];
    if (outer < 0 || !isClear(grade)) continue;
    partnerOfInner[inner] = outer;
    const certain = grade === matchGrades.exact && !health.doubtful && sound(layer, settled.holes, inner, outer);
    gradeOfInner[inner] = certain ? "exact" : "probable";
  }
  return { partnerOfInner, gradeOfInner, tentativeOfInner: settled.matching.partnerOfLeft, candidatesOfInner: candidatesOf(settled, gradeOfInner), outerLeft, off: false, toleranceMs: settled.toleranceMs };
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
