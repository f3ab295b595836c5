import { grouped, isoTime } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import type { Finding } from "./watch.ts";
import type { Clock, SetBack, SourceWatchState } from "./watch-states.ts";

/** Clocks that differ by less are within what queueing and coarse stamps explain. */
const skewMinMs = 5_000;

/** Clocks that disagree with the host's own, with one another among its logs, or with themselves. */
export function clockFindings(
  { clocks, setBacks }: Pick<SourceWatchState, "clocks" | "setBacks">,
  toldSince: number,
): readonly Finding[] {
  const off = [...clocks.values()].filter((clock) => Math.abs(clock.skewMs) >= skewMinMs).sort(byHarm);
  const others = off.filter((clock) => clock.of !== "calls");
  const own = off.filter((clock) => clock.of === "calls");
  const back = [...(setBacks ?? new Map<string, SetBack>()).values()].filter(({ at }) => at >= toldSince);
  const said = [...others.slice(0, 1).map(ofOther), ...own.map(ofLog), ...ofSetBacks(back)];
  if (said.length === 0) return [];
  const doubt = own.length + back.length === 0 ? [] : [halves];
  return [
    {
      cause: knownCause("host.clock-skew"),
      count: off.length + Math.min(1, back.length),
      oldest: back.length === 0 ? null : Math.min(...back.map(({ at }) => at)),
      because: [...said, ...doubt].join("; "),
    },
  ];
}

const halves = "requests of that time may come in two halves, and count twice";

function byHarm(left: Clock, right: Clock): number {
  return Math.abs(right.skewMs) - Math.abs(left.skewMs) || (left.name < right.name ? -1 : 1);
}

function ofOther({ name, skewMs, pairs, of }: Clock): string {
  return `the clock of ${name} is ${Math.abs(skewMs / 1000).toFixed(1)} s ${sideOf(skewMs)} this host (${grouped(pairs)} ${of ?? "pairs"})`;
}

function ofLog({ name, skewMs, pairs }: Clock): string {
  return `the stamps of ${name} are ${minutesOf(skewMs)} ${sideOf(skewMs)} those of the other logs of this host (${grouped(pairs)} calls that both tell of)`;
}

/** Where all logs do, it is the host's clock that was set back. */
function ofSetBacks(setBacks: readonly SetBack[]): readonly string[] {
  if (setBacks.length === 0) return [];
  const logs = setBacks.map(({ log }) => log).toSorted();
  const most = Math.max(...setBacks.map(({ backMs }) => backMs));
  const moment = isoTime(Math.max(...setBacks.map(({ at }) => at)));
  return [
    `the stamps of ${logs.join(", ")} step back by ${minutesOf(most)}, to ${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`,
  ];
}

function sideOf(skewMs: number): string {
  return skewMs > 0 ? "ahead of" : "behind";
}

function minutesOf(ms: number): string {
  return `${Math.round(Math.abs(ms) / 60_000)} min`;
}
