/** What the measures need of `analyze --json`: the documented shape, as far as it is looked at. */
export interface AnalyzedBundle {
  readonly requests: readonly AnalyzedRequest[];
}

export interface AnalyzedRequest {
  readonly id: string;
  readonly outcome: string;
  readonly cause: { readonly id: string } | null;
  readonly evidence: readonly AnalyzedRecord[];
}

export interface AnalyzedRecord {
  /** As in the simulation's files. */
  readonly path: string;
  /** Of its first byte. */
  readonly offset: number;
  readonly grade: Grade;
}

export type Grade = "key" | "exact" | "probable";
export const grades: readonly Grade[] = ["key", "exact", "probable"];
