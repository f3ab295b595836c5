import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseValues } from "../../deploy/alerts/index.ts";
import { readConfig } from "../../deploy/config/index.ts";
import type { NotifySecrets, NotifySettings } from "../../deploy/config/index.ts";
import { openNotifier } from "../../deploy/notify/index.ts";
import type { Notifier } from "../../deploy/notify/index.ts";
import { systemClock, wakeAfter } from "../../deploy/runtime/clock.ts";
import { createLog } from "../../deploy/runtime/log.ts";
import type { HostView, Summary } from "../../processors/contract/index.ts";
import { hostAt } from "./looks.ts";

/** What the store would say; to be changed while it is asked. */
export interface Known {
  causes: Summary["causes"];
  hosts: readonly HostView[];
  isReady: boolean;
}

export interface NotifyRig {
  readonly known: Known;
  readonly folder: string;
  readonly log: () => string;
  /** A life of the notifier on the same folder. */
  begin(settings: Partial<NotifySettings>, secrets?: Partial<NotifySecrets>): Notifier;
  remove(): void;
}

const none: Summary = {
  requests: 0,
  provisional: 0,
  outcomes: { succeeded: 0, failed: 0, open: 0, unknown: 0 },
  stages: [],
  causes: [],
  grades: { key: 0, exact: 0, probable: 0 },
};

export const pageUrl = "http://127.0.0.1:1";

/** The notifier without a pipeline: it looks twice a second, and every alert fires at once. */
export function notifyRig(): NotifyRig {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-notify-"));
  const known: Known = { causes: [], hosts: [hostAt(Date.now())], isReady: true };
  const [lines, usual]: [string[], ReturnType<typeof readConfig>] = [[], readConfig(null, {})];
  const log = createLog({
    level: "info",
    format: "json",
    isColourful: false,
    write: (text) => lines.push(text),
    now: () => Date.now(),
    secrets: [],
  });
  const lookup = {
    hosts: async () => await Promise.resolve(known.hosts.map((view) => ({ ...view, readAt: Date.now() }))),
    summary: async () => await Promise.resolve({ ...none, causes: known.causes }),
  };
  return {
    known,
    folder,
    log: () => lines.join(""),
    begin: (settings, secrets = {}) => {
      const notify = { ...usual.notify, lookMs: 500, ...settings };
      const around = {
        log,
        clock: systemClock,
        wake: wakeAfter,
        lookup,
        hearingSince: () => (known.isReady ? 0 : null),
      };
      return openNotifier(
        {
          ...around,
          config: { notify, dataFolder: folder },
          secrets: { alertmanager: null, webhook: null, ...secrets },
        },
        parseValues("alerts: { ScepCaUnreachable: { for: 0s }, ScepIssueFailing: { for: 0s } }", "values"),
        pageUrl,
      );
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function unreachable(host: string, requests = 5): Summary["causes"][number] {
  return { cause: "issue.ca-unreachable", host, requests };
}
