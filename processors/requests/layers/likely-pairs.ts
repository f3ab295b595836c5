import type { Layer } from "./layer.ts";
import type { Costs } from "./pair-costs.ts";
import type { Pairs } from "./pair-measures.ts";

/** Nats by which a pair may be worse than the best of its inner and of its outer node: what is beyond both changes no margin. */
const likelyNats = 8;

/** The pairs that are not far worse than others of both of their nodes. */
export function likelyOf(layer: Layer, { inner, outer }: Pairs, costs: Costs): Costs {
  const ofInner = leastOf(inner, layer.inner.spans.length, costs);
  const ofOuter = leastOf(outer, layer.outer.spans.length, costs);
  const pair = new Int32Array(costs.pair.length);
  const cost = new Float64Array(costs.pair.length);
  let count = 0;
  for (let at = 0; at < pair.length; at += 1) {
    const place = costs.pair[at] ?? 0;
    const nats = costs.cost[at] ?? 0;
    const best = Math.max(ofInner[inner[place] ?? 0] ?? 0, ofOuter[outer[place] ?? 0] ?? 0);
    if (nats - likelyNats > best) continue;
    pair[count] = place;
    cost[count] = nats;
    count += 1;
  }
  return { pair: pair.subarray(0, count), cost: cost.subarray(0, count) };
}

/** Of each node of a side what its cheapest pair costs. */
function leastOf(nodeOf: Int32Array, nodes: number, { pair, cost }: Costs): Float64Array {
  const least = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  for (let at = 0; at < pair.length; at += 1) {
    const node = nodeOf[pair[at] ?? 0] ?? 0;
    const nats = cost[at] ?? 0;
    if (nats < (least[node] ?? 0)) least[node] = nats;
  }
  return least;
}
