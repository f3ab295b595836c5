import type { SourceCondition } from "../contract/index.ts";

export interface Trouble {
  readonly condition: SourceCondition;
  readonly detail: string;
  /** When it began. */
  readonly since: number;
  readonly retryAt: number;
}
