import { closeSync, mkdirSync, openSync, renameSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

import { createFleet } from "./fleet.ts";
import { createLayout } from "./layout.ts";
import type { Scenario } from "./scenario.ts";
import type { Write } from "./write.ts";

export interface BundleOptions {
  readonly seed: number;
  /** Goes on until so many bytes are written; left out: the scenario as it is. */
  readonly bytesMin?: number;
  /** Later status files are left out: many small files cost a disk more than the logs. Default: 500 if `bytesMin` is given. */
  readonly statusFilesMax?: number;
}

export interface BundleSize {
  readonly files: number;
  readonly records: number;
  readonly bytes: number;
  readonly requests: number;
}

/** Writes a bundle to a folder with bounded memory, whatever its size. Keeps no truth. Events are always in the form of wevtutil. */
export function writeBundle(folder: string, scenario: Scenario, options: BundleOptions): BundleSize {
  const bytesMin = options.bytesMin ?? Number.POSITIVE_INFINITY;
  const plan =
    options.bytesMin === undefined ? plain(scenario) : stretched(plain(scenario), options.bytesMin);
  const fleet = createFleet(plan, options.seed);
  const layout = createLayout(plan);
  const unlimited = options.bytesMin === undefined ? Number.POSITIVE_INFINITY : 500;
  const shelf = createShelf(folder, options.statusFilesMax ?? unlimited);
  for (const write of fleet.writes) {
    const placed = layout(write);
    if (write.status === undefined) shelf.append(placed.path, placed.before + placed.text + placed.after);
    else shelf.place(write.status.name, { path: placed.path, write });
    if (shelf.size().bytes >= bytesMin) break;
  }
  shelf.close();
  return { ...shelf.size(), requests: fleet.hosts.reduce((sum, host) => sum + host.finished.length, 0) };
}

const plain = (scenario: Scenario): Scenario => ({
  ...scenario,
  hosts: scenario.hosts.map((plan) => ({ ...plan, eventForm: "wevtutil" })),
});

/** A request is more than this in any scenario: so many are surely enough. */
const requestBytesMin = 2000;

function stretched(scenario: Scenario, bytesMin: number): Scenario {
  const count = Math.ceil(bytesMin / requestBytesMin / scenario.hosts.length);
  const hosts = scenario.hosts.map((plan) => {
    const { arrivals } = plan;
    if (arrivals.kind === "phases") return plan;
    if (arrivals.kind === "steady") return { ...plan, arrivals: { ...arrivals, count } };
    return {
      ...plan,
      arrivals: { ...arrivals, pushes: Math.ceil(count / (arrivals.perSecond * arrivals.seconds)) },
    };
  });
  return { ...scenario, hosts };
}

interface Shelf {
  readonly append: (path: string, text: string) => void;
  readonly place: (name: string, status: { path: string; write: Write }) => void;
  readonly size: () => { files: number; records: number; bytes: number };
  readonly close: () => void;
}

const bufferCharactersMax = 262_144;

function createShelf(folder: string, statusFilesMax: number): Shelf {
  const open = new Map<string, { descriptor: number; texts: string[]; length: number }>();
  const waiting = new Map<string, string>();
  let [files, records, bytes, placed] = [0, 0, 0, 0];
  const flush = (file: { descriptor: number; texts: string[]; length: number }): void => {
    writeSync(file.descriptor, file.texts.join(""));
    file.texts = [];
    file.length = 0;
  };
  const ready = (path: string): string => {
    const whole = join(folder, path);
    mkdirSync(dirname(whole), { recursive: true });
    files += 1;
    return whole;
  };
  return {
    append: (path, text) => {
      let file = open.get(path);
      if (file === undefined) {
        const descriptor = openSync(ready(path), "w");
        open.set(path, (file = { descriptor, texts: [], length: 0 }));
      }
      records += 1;
      bytes += text.length;
      file.length += text.length;
      if (file.texts.push(text) > 0 && file.length > bufferCharactersMax) flush(file);
    },
    place: (name, { path, write }) => {
      const earlier = waiting.get(name);
      if (earlier === undefined && placed >= statusFilesMax) return;
      const whole = ready(path);
      if (earlier !== undefined) {
        waiting.delete(name);
        files -= 1;
        renameSync(earlier, whole);
        return;
      }
      writeFileSync(whole, write.text);
      utimesSync(whole, write.stamp / 1000, write.stamp / 1000);
      waiting.set(name, whole);
      placed += 1;
      records += 1;
      bytes += write.text.length;
    },
    size: () => ({ files, records, bytes }),
    close: () => {
      for (const file of open.values()) {
        flush(file);
        closeSync(file.descriptor);
      }
    },
  };
}
