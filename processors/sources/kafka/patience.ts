import { setTimeout as after } from "node:timers/promises";
import { failureText, isKafkaFailure } from "../../../collectors/contract/index.ts";
import type { KafkaSourceLimits, KafkaSourceOptions } from "./source-options.ts";

/** The one place where a Kafka that fails is waited for. */
export interface Patience {
  /** Waits, longer each time. What is no failure of Kafka is thrown. */
  wait(error: unknown, signal: AbortSignal): Promise<void>;
  /** It has failed; whoever needs it next will wait. */
  note(error: Error): void;
  over(): void;
}

export function createPatience(
  { retryMsMin, retryMsMax }: Pick<KafkaSourceLimits, "retryMsMin" | "retryMsMax">,
  onEvent: KafkaSourceOptions["onEvent"],
): Patience {
  let retryMs = retryMsMin;
  /** The reason that was told last; null: Kafka answers. */
  let told: string | null = null;
  const note = (error: Error): void => {
    const detail = failureText(error);
    if (told === null) onEvent({ type: "bus-away", detail });
    else if (told !== detail) onEvent({ type: "bus-still-away", detail });
    told = detail;
  };
  return {
    note,
    wait: async (failure, signal) => {
      if (!isKafkaFailure(failure)) throw failure;
      note(failure);
      await after(retryMs, undefined, { signal }).catch(() => undefined);
      retryMs = Math.min(2 * retryMs, retryMsMax);
    },
    over: () => {
      retryMs = retryMsMin;
      if (told !== null) onEvent({ type: "bus-back" });
      told = null;
    },
  };
}
