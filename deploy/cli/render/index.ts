/** Text for people: pure functions from results to lines. */
export { causesToMarkdown } from "./causes-to-markdown.ts";
export type { Frame } from "./frame.ts";
export { renderCause, renderCauseList } from "./render-cause.ts";
export { renderFindings } from "./render-findings.ts";
export { causeSpans } from "./verdict/causes-section.ts";
export { doubtLines } from "./verdict/doubt-section.ts";
export { renderVerdict } from "./render-verdict.ts";
export { renderWaterfall } from "./render-waterfall.ts";
export type { Quotes } from "./quotes.ts";
export { createSummary } from "./create-summary.ts";
export type { Summary, SummaryBuilder } from "./summary.ts";
