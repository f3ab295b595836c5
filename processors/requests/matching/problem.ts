/** Pairs that may belong together: three columns of one length. */
export interface Edges {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Nats: −ln of the pair's likelihood; any finite number. */
  readonly cost: Float64Array;
}

/**
 * A one-to-one layer between two sides.
 *
 * A matching is *admissible* when as few must nodes as possible stay alone. Among the admissible ones the cheapest is
 * sought: the sum of its edges' costs and of the alone costs of the optional nodes that it leaves alone.
 */
export interface MatchingProblem {
  readonly leftCount: number;
  readonly rightCount: number;
  /** 1: its partner has to be in the log; 0: it may stay alone. */
  readonly leftMust: Uint8Array;
  readonly rightMust: Uint8Array;
  /** Nats for staying alone; read for optional nodes only. */
  readonly leftAloneCost: Float64Array;
  readonly rightAloneCost: Float64Array;
  readonly edges: Edges;
}

export interface MatchingOptions {
  /** Only who stays alone is asked: in a knot no pair is graded, and which edges can be used is not known. */
  readonly onlyCovers?: boolean;
  /** How much worse the best alternative has to be for a pair to be `probable`. */
  readonly marginNats?: number;
  /** The same for two nodes a side; grows with the logarithm of the size up to `marginNats`. Default: `marginNats`. */
  readonly smallMarginNats?: number;
  /** Above so many nodes on a side, or edges, a knot gets the linear test only. */
  readonly nodesMax?: number;
  readonly edgesMax?: number;
}

/** `exact`: in every admissible matching. `probable`: the cheapest matching without it is worse by the margin. */
export const matchGrades = { none: 0, exact: 1, probable: 2, ambiguous: 3 } as const;

/** Of a right node: matched; alone in every admissible matching; in every one within the margin; or not settled. */
export const rightStates = { matched: 0, alone: 1, aloneByMargin: 2, undecided: 3 } as const;

/** Of an edge: in no admissible matching; in some; in the cheapest one. */
export const edgeUses = { never: 0, possible: 1, chosen: 2 } as const;

export interface MatchingResult {
  /** The partner in the cheapest matching, −1: alone. */
  readonly partnerOfLeft: Int32Array;
  readonly partnerOfRight: Int32Array;
  /** Per left node, one of `matchGrades`. */
  readonly grade: Uint8Array;
  /** Per right node, one of `rightStates`. */
  readonly rightAlone: Uint8Array;
  /** Per edge, one of `edgeUses`: what is possible and not chosen is a candidate. */
  readonly edgeUse: Uint8Array;
  /** Musts that the cheapest matching leaves alone: each proves that the other side lacks a record around there. */
  readonly stranded: { readonly left: Int32Array; readonly right: Int32Array };
  /** True when a knot was above the limits: it has exact and ambiguous pairs only, and is not the cheapest. */
  readonly capped: boolean;
  /** Left nodes in such knots that are not exact. */
  readonly cappedLefts: number;
}
