import { problem } from "./problem.ts";
import type { Problem, ProblemCode } from "./problem.ts";

/** Thrown where no answer can be given; the app turns it into a problem, for a browser into a page. */
export interface Refusal extends Error {
  readonly problem: Problem;
}

export function refusal(code: ProblemCode, detail: string, remedy?: string): Refusal {
  const told = problem(code, detail, remedy);
  return Object.assign(new Error(`${told.title}: ${detail}`), { problem: told });
}

export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && "problem" in error;
}
