import type { Observation } from "../../contract/index.ts";
import type { Member } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";

/** The device says that it got its certificate. An attempt that the server refused for certain is another one, whatever they share. */
export function tellsOfDelivery({ role, observations }: Fragment): boolean {
  return role === "device-run" && observations.some(isDelivered);
}

function isDelivered({ kind, outcome }: Observation): boolean {
  return (kind === "deliver.reply" || kind === "deliver.installed") && outcome === "ok";
}

/** The server refused the request for certain. */
export function isRefusal({ fragment, grade }: Member): boolean {
  return (
    grade !== "probable" &&
    fragment.observations.some(
      ({ kind, outcome }) =>
        outcome === "failed" &&
        (kind === "verify.finished" || kind === "issue.denied" || kind === "issue.failed"),
    )
  );
}
