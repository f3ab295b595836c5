/** Front door of the intake: shipped slices to observations, each byte once. */
export { createIntake } from "./intake.ts";
export type { Intake, IntakeOptions, SavedFile, Taken } from "./intake.ts";
export { noteNewest } from "./newest-time.ts";
export { countFound, createSourceTally, headersOf } from "./source-tally.ts";
export type { SourceTally } from "./source-tally.ts";
export type { WholePiece } from "./whole-files.ts";
