import { contactCourses } from "./contact.ts";
import type { Course } from "./course.ts";
import { deliveryCourses } from "./delivery.ts";
import { issueCourses } from "./issue.ts";
import { success } from "./success.ts";
import { verifyCourses } from "./verify.ts";

export type {
  Contact,
  Course,
  CrpLine,
  DeviceEnd,
  Issue,
  Outcome,
  Report,
  Status,
  Verify,
} from "./course.ts";

/** Every way a request can go, success first. */
export const courses: readonly Course[] = [
  success,
  ...contactCourses,
  ...verifyCourses,
  ...issueCourses,
  ...deliveryCourses,
];

const byName = new Map(courses.map((course) => [course.name, course]));

export function courseOf(name: string): Course {
  const course = byName.get(name);
  if (course === undefined) throw new Error(`No course is named "${name}": see test/simulation/courses`);
  return course;
}
