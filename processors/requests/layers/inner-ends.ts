import type { Layer } from "./layer.ts";
import { afterFrom, afterTo } from "./pair-measures.ts";
import type { Pairs } from "./pair-measures.ts";
import type { Settled } from "./settle.ts";
import type { Span } from "./span.ts";

/** When an inner span can have ended, ms UTC. */
export interface Ends {
  readonly from: number;
  readonly to: number;
}

/** What its partner, or those that are possible, tell of an inner span's end, where it was not known. */
export function endsOf(layer: Layer, pairs: Pairs, by: Solved): Map<number, Ends> {
  const { spans } = layer.inner;
  const columns: Columns = {
    from: new Float64Array(spans.length).fill(Number.POSITIVE_INFINITY),
    to: new Float64Array(spans.length).fill(Number.NEGATIVE_INFINITY),
  };
  const { pair } = by.settled.costs;
  for (let at = 0; at < pair.length; at += 1) widen(columns, { layer, pairs, by }, pair[at] ?? 0);
  return toMap(columns, spans);
}

interface Solved {
  readonly settled: Settled;
  readonly partnerOfInner: Int32Array;
}

/** An entry for each inner node; an object for each pair would be hundreds of thousands in a push. */
interface Columns {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

interface Question {
  readonly layer: Layer;
  readonly pairs: Pairs;
  readonly by: Solved;
}

/** The inner node of this pair can have ended whenever the outer one allows it. */
function widen({ from, to }: Columns, { layer, pairs, by }: Question, pair: number): void {
  const inner = pairs.inner[pair] ?? 0;
  const outer = pairs.outer[pair] ?? 0;
  const partner = by.partnerOfInner[inner] ?? -1;
  const a = layer.inner.spans[inner];
  const b = layer.outer.spans[outer];
  if (a === undefined || b === undefined || (partner >= 0 && partner !== outer)) return;
  const { toleranceMs } = by.settled;
  const least = Math.max(a.endFrom, b.endFrom - afterTo(pairs, pair, toleranceMs));
  const most = Math.min(a.endTo, b.endTo - afterFrom(pairs, pair, toleranceMs));
  if (least > most) return;
  if (least < (from[inner] ?? 0)) from[inner] = least;
  if (most > (to[inner] ?? 0)) to[inner] = most;
}

function toMap(columns: Columns, spans: readonly Span[]): Map<number, Ends> {
  const ends = new Map<number, Ends>();
  let inner = 0;
  for (const { endFrom, endTo } of spans) {
    const from = columns.from[inner] ?? 0;
    const to = columns.to[inner] ?? 0;
    if (endFrom !== endTo && from <= to) ends.set(inner, { from, to });
    inner += 1;
  }
  return ends;
}
