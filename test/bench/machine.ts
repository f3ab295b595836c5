import { cpus, loadavg, totalmem } from "node:os";

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryBytes: number;
  readonly node: string;
  readonly platform: string;
  /** Mean number of waiting or running processes in the last minute, before the bench began. */
  readonly load: number;
}

export function thisMachine(): Machine {
  const [first] = cpus();
  return {
    cores: cpus().length,
    processor: first?.model.trim() ?? "unknown processor",
    memoryBytes: totalmem(),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    load: loadavg()[0] ?? 0,
  };
}

export function describeMachine(machine: Machine): string {
  const { cores, processor, memoryBytes, node, platform, load } = machine;
  const line = `${cores} cores (${processor}), ${Math.round(memoryBytes / 1e9)} GB, ${platform}, Node ${node}, load ${load.toFixed(2)}`;
  return load > cores * quietShare
    ? `${line}\nOthers are busy on this machine: times of the clock mean little, ratios and CPU seconds somewhat more. Run it again when it is quiet.`
    : line;
}

/** Above this load per core the bench would share the processor, its cache and its memory with others. */
const quietShare = 0.25;
