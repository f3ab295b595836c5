import type { Observation } from "../contract/index.ts";

/**
 * The final results of the unified connector (4000 to 4002) stand in a channel of their own. It holds one event a request, the one of the steps several: of two channels of one size that is overwritten first,
 * and who copies logs may forget it.
 */
export function isFinalResult({ writer, facts }: Observation): boolean {
  const { eventId } = facts;
  return writer === "connector" && eventId !== undefined && eventId >= 4000 && eventId <= 4002;
}
