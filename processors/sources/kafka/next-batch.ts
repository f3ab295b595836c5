import type { Batch, RejectedMessage } from "../../../collectors/contract/index.ts";
import type { Arrived } from "./holding.ts";
import { takeNext } from "./holdings.ts";
import { partitionName, positionText } from "./position.ts";
import type { ReaderParts } from "./reader.ts";

/** What is there of one partition; null: nothing. */
export function nextBatch({ holdings, commits, options, cluster }: ReaderParts): Batch | null {
  const taken = takeNext(holdings);
  const last = taken?.[1].at(-1);
  if (taken === null || last === undefined) return null;
  const [holding, arrived] = taken;
  const { topic, onEvent } = options;
  const rejected = arrived.flatMap((one) => rejectedOf(one, `${topic} p${holding.partition} ${one.offset}`));
  for (const { bytes: _, ...rest } of rejected) onEvent({ type: "message-rejected", ...rest });
  const next = last.offset + 1;
  return {
    partition: partitionName(holding.partition),
    shipments: arrived.flatMap(({ decoded }) => (decoded.type === "shipment" ? [decoded.shipment] : [])),
    ...(rejected.length > 0 ? { rejected } : {}),
    waiting: Math.max(0, holding.high - next),
    position: positionText({ cluster, topic, next, stamp: last.stamp }),
    done: async () => {
      if (holdings.held.get(holding.partition) === holding) commits.note(holding.partition, next);
    },
  };
}

function rejectedOf({ decoded, bytes }: Arrived, place: string): readonly RejectedMessage[] {
  if (decoded.type === "shipment") return [];
  const { reason, detail } = decoded;
  return [{ place, reason, detail, bytes }];
}
