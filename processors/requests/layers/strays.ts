import type { Layer, LayerResult } from "./layer.ts";
import { giveBack } from "./pair-room.ts";
import { pairsOf } from "./pairs.ts";

/**
 * Inner nodes that had to lie in an outer one, and lie in none: the outer side has lost records there, or the node is not what it seems.
 * A layer in which too many lie in none is not bound; whether the outer side lacks them is then told by the outer nodes that are there: they still have their
 * partners, which they have not where the clocks differ.
 */
export function straysOf(layer: Layer, result: LayerResult): ReadonlySet<number> {
  const isAlone = result.off ? fitsNone(layer) : (inner: number) => result.tentativeOfInner[inner] === -1;
  const strays = new Set<number>();
  for (const [inner, must] of layer.inner.must.entries()) if (must && isAlone(inner)) strays.add(inner);
  return strays;
}

/** So many of the outer nodes that have to have a partner may have none: a few records are lost anywhere. */
const emptyMost = 0.1;

function fitsNone(layer: Layer): (inner: number) => boolean {
  const pairs = pairsOf(layer);
  const met = new Set(pairs.inner);
  const filled = new Set(pairs.outer);
  giveBack(pairs);
  const musts = layer.outer.must.flatMap((must, outer) => (must ? [outer] : []));
  const empty = musts.filter((outer) => !filled.has(outer)).length;
  return musts.length === 0 || empty > emptyMost * musts.length ? () => false : (inner) => !met.has(inner);
}
