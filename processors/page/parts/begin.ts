import { timedRecords, trustOfMoment } from "../../contract/index.ts";
import type { StoredRequest } from "../../contract/index.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { doubtMark, moment } from "./moment.ts";

/** When a request began, with a mark where that stands on a local clock that may be wrong by hours. */
export function begin(request: StoredRequest, form: "day" | "stamp"): Html {
  const { startedAt, trust } = request.view;
  const doubt = trust === undefined ? null : trustOfMoment(startedAt, timedRecords(request, Date.parse));
  return html`${moment(startedAt, form, doubt)}${doubtMark(doubt)}`;
}
