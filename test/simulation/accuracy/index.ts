export { accuracyTable } from "./accuracy-table.ts";
export type { AccuracyRow } from "./accuracy-table.ts";
export { measure } from "./measure.ts";
export type { Accuracy } from "./measure.ts";
export { matchByTruth } from "./reference/index.ts";
export type { Reference } from "./reference/index.ts";
export type { AnalyzedBundle, AnalyzedRecord, AnalyzedRequest, Grade } from "./result.ts";
