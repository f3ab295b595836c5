import { createFleet, createLayout } from "../../test/simulation/index.ts";
import type { Scenario, SimulatedRequest, Write } from "../../test/simulation/index.ts";
import { createLiveFiles } from "./live-files.ts";
import type { LiveFiles, LiveFolders } from "./live-files.ts";

/** Writes the logs of a fleet as time passes. Whoever has a clock drives it. */
export interface LiveWriter {
  /** Writes all that happens up to a moment (ms UTC). A moment before the last one changes nothing. */
  advance(until: number): void;
  readonly files: LiveFiles;
}

export interface LiveWriterOptions extends LiveFolders {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Files that were not written for so long are deleted: the folder of an endless demo has an end. */
  readonly keptMs: number;
  /** What has just been written (or buffered, see `webBufferMs`), in order of time. */
  readonly wrote?: (writes: readonly Write[]) => void;
  /** Requests that were thought out meanwhile, minutes before their records are written: the truth, for those who compare. */
  readonly planned?: (requests: readonly SimulatedRequest[]) => void;
}

/** In one piece; a backlog is written in many. */
const writesMax = 5000;

export function createLiveWriter(options: LiveWriterOptions): LiveWriter {
  const fleet = createFleet(options.scenario, options.seed);
  const layout = createLayout(options.scenario);
  const files = createLiveFiles(options);
  let next = fleet.writes.next();
  const take = (until: number): readonly Write[] => {
    const writes: Write[] = [];
    while (next.done !== true && next.value.at <= until && writes.length < writesMax) {
      const write = next.value;
      const { path, before, text, after } = layout(write);
      const { stamp, status } = write;
      if (status === undefined) files.append(path, before + text + after, stamp);
      else files.place(status.name, { path, text, at: stamp });
      writes.push(write);
      next = fleet.writes.next();
    }
    return writes;
  };
  return {
    files,
    advance: (until) => {
      for (let writes = take(until); writes.length > 0; writes = take(until)) {
        files.flush(until);
        options.wrote?.(writes);
      }
      files.flush(until);
      // Nobody else remembers them, and there is no end of them.
      for (const host of fleet.hosts) {
        options.planned?.(host.finished.splice(0));
        host.waits.splice(0);
      }
      files.forget(until - options.keptMs);
    },
  };
}
