/** Front door of the intake: shipped slices to observations, each byte once. */
export { createIntake } from "./intake.ts";
export type { Intake, IntakeOptions, SavedFile, Taken } from "./intake.ts";
export type { WholePiece } from "./whole-files.ts";
