import type { createBell } from "../bell.ts";
import type { Commits } from "./commits.ts";
import type { Holdings } from "./holdings.ts";
import type { TopicView } from "./look-at-topic.ts";
import type { Patience } from "./patience.ts";
import type { KafkaSourceLimits, KafkaSourceOptions } from "./source-options.ts";

/** What the steps of a reader have in common. */
export interface ReaderParts {
  readonly options: KafkaSourceOptions;
  readonly limits: KafkaSourceLimits;
  readonly bell: ReturnType<typeof createBell>;
  readonly holdings: Holdings;
  readonly patience: Patience;
  readonly commits: Commits;
  readonly view: TopicView;
  /** As Kafka calls itself. */
  cluster: string;
}
