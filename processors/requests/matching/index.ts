export { solveMatching } from "./solve-matching.ts";
export { edgeUses, matchGrades, rightStates } from "./problem.ts";
export type { Edges, MatchingOptions, MatchingProblem, MatchingResult } from "./problem.ts";
