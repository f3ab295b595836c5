import type { Clock, SetBack } from "../causes/index.ts";
import type { Observation } from "../contract/index.ts";
import { createLogClocks } from "./log-clocks.ts";
import type { LogClockState } from "./log-clocks.ts";
import { createSetBacks } from "./set-backs.ts";
import type { SetBackState } from "./set-backs.ts";

/** Whether the logs of each server agree with one another, and with themselves, on when it was. */
export interface ServerLogs {
  observe(observation: Observation): void;
  clocks(host: string): readonly Clock[];
  setBacks(host: string): readonly SetBack[];
  /** As of `SetBacks`. */
  setBackFrom(): number;
  /** All that it knows, not as a copy: to be encoded before it is used again. */
  save(): ServerLogState;
}

export interface ServerLogState {
  readonly clocks: LogClockState;
  readonly setBacks: SetBackState;
}

export function createServerLogs(saved?: ServerLogState): ServerLogs {
  const clocks = createLogClocks(saved?.clocks);
  const setBacks = createSetBacks(saved?.setBacks);
  return {
    observe: (observation) => {
      clocks.observe(observation);
      setBacks.observe(observation);
    },
    clocks: (host) => clocks.clocks(host),
    setBacks: (host) => setBacks.of(host),
    setBackFrom: () => setBacks.from(),
    save: () => ({ clocks: clocks.save(), setBacks: setBacks.save() }),
  };
}
