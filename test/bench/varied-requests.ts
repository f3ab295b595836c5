import { isoTime } from "../../processors/contract/index.ts";
import type { StoredRequest } from "../../processors/contract/index.ts";
import { storedRequests } from "../support/stored-requests.ts";

/** Any number of requests that differ in what makes requests differ: id, time, strong keys. Their records are those of a few hundred simulated ones. */
export function createVariedRequests(): (number: number) => StoredRequest {
  const models = [
    ...storedRequests("calm-legacy", 100),
    ...storedRequests("calm-unified-transaction", 100),
    ...storedRequests("failures", 50),
  ];
  return (number) => {
    const model = models[number % models.length];
    if (model === undefined) throw new Error("there is no model");
    return vary(model, number);
  };
}

/** Between two requests: 2.3 million a day. */
const everyMs = 37;
/** Values that many devices share. */
const ofMany: ReadonlySet<string> = new Set(["userAgent", "clientIp", "profileId"]);

function vary(model: StoredRequest, number: number): StoredRequest {
  const mark = (Math.imul(number, 2_654_435_761) >>> 0).toString(16).padStart(8, "0");
  const { startedAt } = model.view;
  const moved = startedAt === null ? null : isoTime(Date.parse(startedAt) + number * everyMs);
  return {
    ...model,
    view: { ...model.view, id: `${mark}${number.toString(16).padStart(6, "0")}`, startedAt: moved },
    keys: model.keys.map(({ type, value }) => ({
      type,
      value: ofMany.has(type) ? value : mark + value.slice(mark.length),
    })),
  };
}
