import type { SimulatedRequest, Write } from "../../test/simulation/index.ts";
import { demoScenario, phaseAt, roundMs } from "./demo-scenario.ts";
import { createLiveWriter } from "./live-writer.ts";
import type { RollLimits } from "./rolls.ts";
import { demoStory } from "./story.ts";
import type { Phase } from "./story.ts";

export interface LiveOptions {
  /** A fresh folder: the logs of the fleet come below it, a folder per host. */
  readonly folder: string;
  /** On the same disk and not below `folder`: where a host's folder is while the story says that it is gone. */
  readonly awayFolder: string;
  readonly seed: number;
  /** 1 to 60. Phases are so many times shorter and devices come so many times faster; stamps are those of the clock all the same. */
  readonly speed: number;
  /** ms UTC. */
  readonly now: () => number;
  /** Resolves after a while, or as soon as it is aborted. */
  readonly wake: (afterMs: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Left out: half an hour of the plug-in's log, some minutes of the service traces. */
  readonly limits?: RollLimits;
  /** How long IIS and HTTP.sys keep a row: up to a minute in life. Left out: not at all, so that the page moves at once. */
  readonly webBufferMs?: number;
  /** A phase begins. The first comes at once. */
  readonly onPhase?: (phase: Phase) => void;
  readonly wrote?: (writes: readonly Write[]) => void;
  readonly planned?: (requests: readonly SimulatedRequest[]) => void;
}

/** How often what has happened is written. */
const stepMs = 100;
const keptMs = 6 * 3_600_000;
/** What lies in Processing for longer is sent by hand when the story comes to it. */
const overdueMs = 15 * 60_000;

/**
 * Writes the demo's logs until it is aborted. First comes one whole round of the story as history, so that the page is not empty; then a round begins now.
 * After a pause (a machine that slept) what happened meanwhile is written at once.
 */
export async function writeLive(options: LiveOptions): Promise<void> {
  const { now, signal } = options;
  const story = createStory(options, now());
  try {
    while (!signal.aborted) {
      story.step(now());
      await options.wake(stepMs, signal);
    }
  } finally {
    story.close();
  }
}

/** The story, driven by whoever has a clock. */
export function createStory(
  options: Omit<LiveOptions, "now" | "wake" | "signal">,
  begin: number,
): { readonly step: (at: number) => void; readonly close: () => void } {
  const speed = Math.min(60, Math.max(1, options.speed));
  const telling = { story: demoStory, speed, startAt: begin - roundMs({ story: demoStory, speed }) };
  const writer = createLiveWriter({
    ...options,
    scenario: demoScenario(telling),
    keptMs,
    webBufferMs: options.webBufferMs ?? 0,
    // Half an hour at any speed: what NDESPlugin.lo_ holds is gone when it is replaced.
    pluginBytesMax: options.limits?.pluginBytesMax ?? 512 * 1024 * speed,
    traceBytesMax: options.limits?.traceBytesMax ?? 1024 * 1024 * speed,
  });
  let told = -1;
  const turn = (phase: Phase, at: number): void => {
    writer.files.hide(phase.gone);
    if (phase.clearsProcessing) writer.files.clear("/Processing/", "/Succeed/", at - overdueMs);
    options.onPhase?.(phase);
  };
  return {
    step: (at) => {
      writer.advance(at);
      const current = phaseAt(telling, at);
      if (current === null || current.index <= told) return;
      told = current.index;
      turn(current.phase, at);
    },
    close: () => writer.files.hide(null),
  };
}
