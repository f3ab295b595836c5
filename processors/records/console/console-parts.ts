/** What one form of a console line gives; `at` is NaN for a moment that does not exist, null when none is known. */
export interface ConsoleParts {
  readonly at: number | null;
  readonly clock: "utc" | "local" | "time-of-day" | "none";
  readonly level: string;
  readonly process: string;
  readonly text: string;
}
