import type { logCreator } from "kafkajs";
import type { Log } from "../runtime/log.ts";

/**
 * What kafkajs says of itself, in our log. It calls an everyday rebalance an error, and what matters comes as an event of the sink or the source: so it is all of the level
 * `debug`.
 */
export function intoLog(log: Log): logCreator {
  return () =>
    ({ namespace, label, log: { message, ...fields } }) =>
      log.debug("kafkajs says", { from: namespace, severity: label, text: message, ...fields });
}
