import type { Kind, Observation } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { addTo, createTally, sinceOf } from "./watch.ts";
import type { Watch, WatchMaker } from "./watch.ts";
import type { WatchStates } from "./watch-states.ts";

const workKinds: ReadonlySet<Kind> = new Set<Kind>([
  "profile.received",
  "profile.rejected",
  "contact.device-call",
  "contact.device-request",
  "deliver.state",
]);

/** A device's own log: no profile although it looked for work, or SCEP work before the root is installed. */
export const deviceWatch: WatchMaker = {
  kinds: ["profile.checked", "profile.root-state", ...workKinds],
  state: "device",
  make: createDeviceWatch,
};

function createDeviceWatch(states: WatchStates): Watch {
  states.device ??= {
    looked: createTally(),
    work: createTally(),
    roots: createTally(),
    installedRoots: createTally(),
  };
  const { looked, work, roots, installedRoots } = states.device;
  return {
    observe({ kind, facts, at, trust }: Observation) {
      if (kind === "profile.checked") addTo(looked, at, trust);
      else if (workKinds.has(kind)) addTo(work, at, trust);
      else if (kind === "profile.root-state")
        addTo(facts.state?.includes("SUCCESS") === true ? installedRoots : roots, at, trust);
    },
    findings() {
      if (looked.count > 0 && work.count === 0) {
        const because = "the device looked for certificate work, and its log holds no SCEP profile";
        return [
          {
            cause: knownCause("profile.not-received"),
            count: looked.count,
            ...sinceOf(looked),
            because,
          },
        ];
      }
      if (roots.count > 0 && installedRoots.count === 0 && work.count > 0) {
        const because = "SCEP work started, and no root certificate reached an install success";
        return [{ cause: knownCause("profile.root-missing"), count: 1, ...sinceOf(work), because }];
      }
      return [];
    },
  };
}
