import type { Batch, RejectedMessage } from "../../../collectors/contract/index.ts";
import type { Arrived, Holding } from "./holding.ts";
import { takeNext } from "./holdings.ts";
import { partitionName, positionText } from "./position.ts";
import type { Position } from "./position.ts";
import type { ReaderParts } from "./reader-parts.ts";

/** What is there of one partition, or that nothing waits there any more; null: nothing is to be told. */
export function nextBatch({ holdings, commits, options, cluster }: ReaderParts): Batch | null {
  const taken = takeNext(holdings);
  if (taken === null) return null;
  const [holding, arrived] = taken;
  const { topic, onEvent } = options;
  const rejected = arrived.flatMap((one) => rejectedOf(one, `${topic} p${holding.partition} ${one.offset}`));
  for (const { bytes: _, ...rest } of rejected) onEvent({ type: "message-rejected", ...rest });
  const origins = [...new Set(arrived.flatMap(({ origin }) => origin ?? []))];
  const { next, end, stamp } = behind(holding, arrived);
  holding.told = end;
  return {
    partition: partitionName(holding.partition),
    shipments: arrived.flatMap(({ decoded }) => (decoded.type === "shipment" ? [decoded.shipment] : [])),
    ...(rejected.length > 0 ? { rejected } : {}),
    ...(origins.length > 0 ? { origins } : {}),
    waiting: Math.max(0, holding.high - end),
    position: positionText({ cluster, topic, next, end, stamp }),
    done: async () => {
      if (holdings.held.get(holding.partition) === holding) commits.note(holding.partition, end);
    },
  };
}

/** Where reading goes on when these are taken. */
function behind(
  { queue, cursor }: Holding,
  arrived: readonly Arrived[],
): Pick<Position, "next" | "end" | "stamp"> {
  const last = arrived.at(-1);
  if (last === undefined || queue.length === 0) return cursor;
  const next = last.offset + 1;
  return { next, end: next, stamp: last.stamp };
}

function rejectedOf({ decoded, bytes }: Arrived, place: string): readonly RejectedMessage[] {
  if (decoded.type === "shipment") return [];
  const { reason, detail } = decoded;
  return [{ place, reason, detail, bytes }];
}
