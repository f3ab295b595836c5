import type { SourceCondition } from "../contract/index.ts";

export interface Trouble {
  readonly condition: SourceCondition;
  readonly detail: string;
  readonly retryAt: number;
}
