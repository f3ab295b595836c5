import type { Grade, Stage } from "../contract/index.ts";

export const stages: readonly Stage[] = [1, 2, 3, 4, 5, 6];

/** What each stage is called, and what it is about. */
export const stageNames: Readonly<Record<Stage, string>> = {
  1: "profile",
  2: "contact",
  3: "verify",
  4: "issue",
  5: "deliver",
  6: "report",
};
export const stageWords: Readonly<Record<Stage | 0, string>> = {
  0: "the host as a whole",
  1: "the profile reaches the device",
  2: "the device contacts NDES",
  3: "the challenge is verified",
  4: "the CA issues",
  5: "the device gets the certificate",
  6: "the connector reports to Intune",
};

/** Which requests count under a cause. One whose certificate came, and whose report was late, counts there and among those that succeeded. */
export const claimedWords: string = "of requests that failed, wait or were late";

/** Its status may be sure, and when it began and how long it took not. */
export function isTimeProbable({ timeGrade }: { readonly timeGrade?: Grade | undefined }): boolean {
  return timeGrade === "probable";
}

/** What `?` behind a time of a stage means. */
export const probableTimeWords: string = "told by a record that is only probable";

/** What a stage is that has no record. */
export const impliedWords: string = "no record tells of it, and a later stage proves that it was passed";
