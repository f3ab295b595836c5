import { timedRecords, trustOfMoment } from "../../contract/index.ts";
import type { DoubtfulTrust, StoredRequest } from "../../contract/index.ts";
import type { Html } from "../html.ts";
import { moment } from "./moment.ts";

/** When a request began, with a mark where that stands on a local clock that may be wrong by hours. */
export function begin(request: StoredRequest, form: "day" | "stamp"): Html {
  const { startedAt } = request.view;
  return moment(startedAt, form, doubtOf(request, startedAt));
}

/** What is doubtful of a time of the request, as its view has it; null: it is UTC. */
export function doubtOf(request: StoredRequest, at: string | null): DoubtfulTrust | null {
  return request.view.trust === undefined ? null : trustOfMoment(at, timedRecords(request, Date.parse));
}
