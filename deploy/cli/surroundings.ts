import type { Output } from "./output.ts";

/** Where a command prints, and how it hands over its exit code. */
export interface Surroundings {
  readonly output: Output;
  readonly version: string;
  readonly done: (exitCode: number) => void;
}
