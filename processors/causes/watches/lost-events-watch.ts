import { counted } from "../../contract/index.ts";
import type { Observation } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { addTo, createTally } from "./watch.ts";
import type { Watch, WatchMaker } from "./watch.ts";
import type { WatchStates } from "./watch-states.ts";

/** The requests that lack them are looked at by then. */
const toldMs = 7 * 86_400_000;

/** Records of Windows' event logs that nobody could read any more when they were asked for. They stay lost, and are told for a week after the last of them. */
export const lostEventsWatch: WatchMaker = {
  kinds: ["host.events-lost"],
  state: "lostEvents",
  make: createLostEventsWatch,
};

function createLostEventsWatch(states: WatchStates): Watch {
  const state = (states.lostEvents ??= { losses: createTally(), records: 0, cleared: 0, latest: "" });
  return {
    observe({ at, facts }: Observation) {
      const isLatest = at === null || at >= (state.losses.newest ?? at);
      addTo(state.losses, at);
      state.records += facts.count ?? 0;
      if (facts.eventId === 2) state.cleared += 1;
      if (isLatest) state.latest = facts.text ?? "";
    },
    findings(now) {
      const { losses, records, cleared, latest } = state;
      const isOver = now !== null && losses.newest !== null && now - losses.newest > toldMs;
      if (losses.count === 0 || isOver) return [];
      const what = [
        ...(records > 0
          ? [`${counted(records, "record")} overwritten or cleared before anybody read them`]
          : []),
        ...(cleared > 0 ? [`the numbers of a log have begun anew ${counted(cleared, "time")}`] : []),
      ];
      const because = `${what.join("; ")}; the last: ${latest}`;
      return [{ cause: knownCause("host.events-lost"), count: losses.count, oldest: losses.oldest, because }];
    },
  };
}
