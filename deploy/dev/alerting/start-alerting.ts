import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { usualSite } from "../../../alerts/index.ts";
import { startPrometheus } from "../services/prometheus.ts";
import type { Running } from "../services/prometheus.ts";
import { startRoutedAlertmanager } from "./routed-alertmanager.ts";
import type { RoutedAlertmanager, RoutedOptions } from "./routed-alertmanager.ts";

/** A real Prometheus with our rules, and a real Alertmanager with our routes. */
export interface Alerting extends Omit<RoutedAlertmanager, "close"> {
  readonly prometheus: Running;
  /** What is scraped from now on, in place of what was before: addresses of pages or processors, by instance. */
  scrape(targets: ReadonlyMap<string, string>): void;
  close(): Promise<void>;
}

export interface AlertingOptions extends RoutedOptions {
  /** As `scepscope rules` prints them. */
  readonly rules: string;
  readonly scrapeSeconds: number;
}

export async function startAlerting(options: AlertingOptions): Promise<Alerting> {
  const { folder, scrapeSeconds } = options;
  mkdirSync(folder, { recursive: true });
  const [rules, targets] = [join(folder, "rules.yaml"), join(folder, "targets.json")];
  writeFileSync(rules, options.rules);
  writeFileSync(targets, "[]");
  const routed = await startRoutedAlertmanager(options);
  try {
    const every = `${scrapeSeconds}s`;
    const prometheus = await startPrometheus({
      folder: join(folder, "prometheus"),
      config: JSON.stringify({
        global: { scrape_interval: every, scrape_timeout: every },
        rule_files: [rules],
        alerting: {
          alertmanagers: [{ static_configs: [{ targets: [new URL(routed.alertmanager.url).host] }] }],
        },
        scrape_configs: [
          { job_name: usualSite.job, file_sd_configs: [{ files: [targets], refresh_interval: "1s" }] },
        ],
      }),
    });
    return {
      ...routed,
      prometheus,
      scrape: (given) => writeTargets(targets, given),
      close: async () => {
        await prometheus.stop();
        await routed.close();
      },
    };
  } catch (error) {
    await routed.close();
    throw error;
  }
}

function writeTargets(file: string, targets: ReadonlyMap<string, string>): void {
  const groups = [...targets].map(([instance, url]) => ({
    targets: [new URL(url).host],
    labels: { instance },
  }));
  // Prometheus looks at any moment: never at half a file.
  writeFileSync(`${file}.part`, JSON.stringify(groups));
  renameSync(`${file}.part`, file);
}
