import type { SourceReport } from "../../collectors/contract/index.ts";
import { knownCause } from "../causes/index.ts";
import type { Problem } from "../contract/index.ts";

/** Which collectors report each host. */
export interface CollectorRoll {
  /**
   * `unheardMs`: how long others were heard since a host was. Returns the hosts that nobody reports any more: what was wrong there is over.
   */
  report(report: SourceReport, unheardMs: (host: string) => number): readonly string[];
  /** What is wrong with it: several of them took turns within the last twenty minutes. By name; of one that is silent since, for how long. */
  problems(host: string): readonly Problem[];
  save(): RollState;
}

/** By host: those that were heard, the one that was heard last at the end. */
export type RollState = ReadonlyMap<string, readonly HeardCollector[]>;

/** Plain. Moments are ms UTC by the clock of the collector that they are of: two clocks are never compared. */
export interface HeardCollector {
  readonly name: string;
  /** Of its newest report. */
  readonly readAt: number;
  /** How often it has gone on after another one was heard. */
  readonly turns: number;
  /** Who was heard first since, and when that was; null: nobody. */
  readonly quiet: { readonly by: string; readonly at: number } | null;
}

/** A request that was on its way when its sender died may come behind the first report of the next one: that is one turn of each. */
const turnsMin = 2;
/** A collector may be told to report every ten minutes only: one of which two reports would have come while others went on has ended. */
const quietMsMax = 20 * 60_000;
/** Of one that is started again and again, the earlier ones are forgotten. More than so many that all take turns are not told from it. */
const heardMax = 64;

/**
 * Two collectors of one host take turns, and each goes on: its reports are newer than its own before. One that was started again goes by another name, and the one before
 * it is never heard again. Where all of a host have left, none of them says so, but other hosts that are heard meanwhile.
 *
 * On crash: part of the checkpoint. On replay: a report that is not newer than what was heard of its collector says nothing. On overload: `heardMax` a host.
 */
export function createCollectorRoll(saved?: RollState): CollectorRoll {
  const hosts = new Map(saved);
  /** Hosts that several report: few of thousands, of which each report asks whether they have been left. */
  const disputed = new Set([...hosts.keys()].filter((host) => isDisputed(hosts.get(host))));
  return {
    report: (report, unheardMs) => {
      const { host } = report;
      const heard = hearOf(hosts.get(host) ?? [], report);
      if (heard !== null) hosts.set(host, heard);
      if (isDisputed(hosts.get(host))) disputed.add(host);
      else disputed.delete(host);
      const left = [...disputed].filter((one) => unheardMs(one) > quietMsMax);
      for (const one of left) {
        hosts.delete(one);
        disputed.delete(one);
      }
      return left;
    },
    problems: (host) => {
      const heard = hosts.get(host) ?? [];
      return isDisputed(heard) ? [problemOf(host, heard)] : [];
    },
    save: () => hosts,
  };
}

/** Null: it says nothing new. */
function hearOf(
  heard: readonly HeardCollector[],
  { collector, readAt }: SourceReport,
): readonly HeardCollector[] | null {
  const known = heard.find(({ name }) => name === collector);
  if (collector === undefined || (known !== undefined && readAt <= known.readAt)) return null;
  const others = heard
    .filter((one) => one !== known)
    .map((one) => passedOver(one, { by: collector, at: readAt }, heard))
    .filter((one) => one !== null);
  const turns = (known?.turns ?? 0) + (known === undefined || known === heard.at(-1) ? 0 : 1);
  return fewer([...others, { name: collector, readAt, turns, quiet: null }]);
}

function goingOf(heard: readonly HeardCollector[]): readonly HeardCollector[] {
  return heard.filter(({ turns }) => turns >= turnsMin);
}

function isDisputed(heard: readonly HeardCollector[] | undefined): boolean {
  return heard !== undefined && goingOf(heard).length > 1;
}

/** Where there are too many, the earliest that never went on is left out: of all others it is known that they run. */
function fewer(heard: readonly HeardCollector[]): readonly HeardCollector[] {
  if (heard.length <= heardMax) return heard;
  const leftOut = heard.findIndex(({ turns }) => turns === 0);
  return heard.filter((_, index) => index !== leftOut);
}

/** Another one was heard instead of it; null: it has been quiet for too long. */
function passedOver(
  one: HeardCollector,
  speaker: { readonly by: string; readonly at: number },
  heard: readonly HeardCollector[],
): HeardCollector | null {
  const { quiet } = one;
  if (quiet === null || !heard.some(({ name }) => name === quiet.by)) return { ...one, quiet: speaker };
  return quiet.by === speaker.by && speaker.at - quiet.at > quietMsMax ? null : one;
}

function problemOf(host: string, heard: readonly HeardCollector[]): Problem {
  const going = goingOf(heard).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    host,
    cause: knownCause("host.collected-twice"),
    count: going.length,
    oldest: null,
    because: `reported in turns by ${going.map((one) => `${one.name}${silenceOf(one, heard)}`).join(" and by ")}`,
  };
}

/** It may have ended, or be one that reports seldom: as long as who has spoken since has gone on, by that one's clock. */
function silenceOf({ quiet }: HeardCollector, heard: readonly HeardCollector[]): string {
  const speaker = heard.find(({ name }) => name === quiet?.by);
  const minutes = Math.floor(((speaker?.readAt ?? 0) - (quiet?.at ?? 0)) / 60_000);
  if (speaker === undefined || minutes < 1) return "";
  return ` (not heard for ${minutes} minute${minutes === 1 ? "" : "s"})`;
}
