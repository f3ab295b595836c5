import type { StoredRequest } from "../../contract/index.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { doubtMark, moment } from "./moment.ts";

/** When a request began, with a mark where that stands on a local clock that may be wrong by hours. */
export function begin({ startedAt, stages }: StoredRequest["view"], form: "day" | "stamp"): Html {
  const first = stages.find(({ at }) => at !== null && at === startedAt);
  return html`${moment(startedAt, form)}${doubtMark(first?.trust)}`;
}
