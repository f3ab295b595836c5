import { cpuUsage } from "node:process";
import { Counter } from "prom-client";
import type { Registry, RegistryContentType } from "prom-client";

const prefix = "scepscope_process_cpu_";

/** In place of those of prom-client, which begin with the first look of a registry: each form of the metrics had totals of its own, and none what the start took. */
export function replaceProcessorTime(registry: Registry<RegistryContentType>): void {
  const counter = (
    name: string,
    of: string,
    microseconds: (used: ReturnType<typeof cpuUsage>) => number,
  ): void => {
    registry.removeSingleMetric(`${prefix}${name}seconds_total`);
    const made = new Counter({
      name: `${prefix}${name}seconds_total`,
      help: `Processor time${of} since the process started, in seconds.`,
      registers: [registry],
      collect: () => {
        made.reset();
        made.inc(microseconds(cpuUsage()) / 1e6);
      },
    });
  };
  counter("user_", " of the program", ({ user }) => user);
  counter("system_", " of the system for it", ({ system }) => system);
  counter("", "", ({ user, system }) => user + system);
}
