import { matchGrades } from "../matching/index.ts";

/** The matching says who the partner is. */
export function isClear(grade: number | undefined): boolean {
  return grade === matchGrades.exact || grade === matchGrades.probable;
}
