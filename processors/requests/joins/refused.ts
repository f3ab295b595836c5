import type { Observation } from "../../contract/index.ts";
import type { Member } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";

/** The device says that it got its certificate, and the server for certain that it refused it: these are two attempts, whatever they share. */
export function isDenied(members: readonly Member[], fragment: Fragment): boolean {
  return fragment.role === "device-run" && fragment.observations.some(isDelivered) && members.some(isRefusal);
}

function isDelivered({ kind, outcome }: Observation): boolean {
  return (kind === "deliver.reply" || kind === "deliver.installed") && outcome === "ok";
}

function isRefusal({ fragment, grade }: Member): boolean {
  return (
    grade !== "probable" &&
    fragment.observations.some(
      ({ kind, outcome }) =>
        outcome === "failed" &&
        (kind === "verify.finished" || kind === "issue.denied" || kind === "issue.failed"),
    )
  );
}
