import { hostname } from "node:os";
import { join } from "node:path";
import { oneBoxRules, usualSite } from "../../alerts/index.ts";
import type { Values } from "../../alerts/index.ts";
import { isLoopback } from "../../processors/contract/index.ts";
import type { Lookup } from "../../processors/contract/index.ts";
import { readValues } from "../alerts/index.ts";
import type { Config, NotifySecrets } from "../config/index.ts";
import type { Log } from "../runtime/log.ts";
import { createChannel } from "./channel.ts";
import type { Channel, ChannelOptions } from "./channel.ts";
import { linkUrl } from "./link-url.ts";
import { lookNow } from "./look-now.ts";
import { createNotifiedFile, nobodyNotified, readNotified } from "./notified-file.ts";
import type { Notified, NotifiedFile } from "./notified-file.ts";
import { startNotifier } from "./notifier.ts";
import type { Notifier } from "./notifier.ts";
import { authorizationOf, post } from "./post.ts";
import { toAlertmanager, toWebhook } from "./posting.ts";

export type { Notifier } from "./notifier.ts";

export interface NotifySurroundings {
  readonly config: Pick<Config, "notify" | "dataFolder">;
  readonly secrets: NotifySecrets;
  readonly log: Log;
  readonly clock: { now(): number };
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly lookup: Pick<Lookup, "hosts" | "summary">;
  /** Since when all that collectors say is kept, ms UTC; 0: from the beginning. Null: the state is not there yet, or not read up to now: only then an end is an end. */
  readonly hearingSince: () => number | null;
}

/** Thresholds in force, before anything is started; throws a `CliError` for a values file with mistakes. */
export function notifyValues({ notify }: Pick<Config, "notify">): Values {
  return readValues(notify.valuesFile === "" ? null : notify.valuesFile);
}

/** Looks which alerts fire, and tells those who are to be told; without any, only the page says it. `url` is that of the page of this process, for links where no other is chosen. */
export function openNotifier(around: NotifySurroundings, values: Values, url: string): Notifier {
  const { notify, dataFolder } = around.config;
  const placed = placedAt(values, linkUrl(url, hostname()));
  const rules = oneBoxRules(placed, notify.alertsMax);
  const path = join(dataFolder, "notified.json");
  const isTold = notify.alertmanagerUrl !== "" || notify.webhookUrl !== "";
  const known = (isTold ? readNotified(path) : null) ?? nobodyNotified;
  const stop = new AbortController();
  const log = around.log.child("notify");
  const channels = channelsOf({ ...around, log }, known, stop.signal);
  if (isTold)
    log.info("alerts are told", {
      receivers: channels.map(({ receiver }) => receiver),
      alerts: rules.rules.length,
    });
  return startNotifier(
    {
      rules,
      channels,
      memory: known.memory,
      look: async (at) => {
        const hearingSince = around.hearingSince();
        return hearingSince === null ? null : await lookNow(around.lookup, rules, { at, hearingSince });
      },
      file: isTold ? createNotifiedFile(path, log) : noFile,
      lookMs: notify.lookMs,
      pageUrl: placed.pageUrl,
      clock: around.clock,
      wake: around.wake,
      log,
    },
    stop,
  );
}

/** Nobody was told of anything. */
const noFile: NotifiedFile = { keep: async () => undefined };

/** Links lead to the page of this process, unless somebody has said where people reach it. On one box there need be no Grafana: without one that was named nothing leads there. */
function placedAt(values: Values, url: string): Values {
  const own = (chosen: string, usual: string, here: string): string => (chosen === usual ? here : chosen);
  return {
    ...values,
    pageUrl: own(values.pageUrl, usualSite.pageUrl, url),
    runbookUrl: own(values.runbookUrl, usualSite.runbookUrl, `${url}/runbooks`),
    dashboardUrl: own(values.dashboardUrl, usualSite.dashboardUrl, ""),
  };
}

function channelsOf(around: NotifySurroundings, known: Notified, signal: AbortSignal): readonly Channel[] {
  const { notify } = around.config;
  const make = (url: string, secret: string | null, options: Kind): readonly Channel[] => {
    if (url === "") return [];
    const { host, hostname: name, protocol } = new URL(url);
    if (protocol === "http:" && !isLoopback(name))
      around.log.warn("alerts leave this machine unencrypted: use https, or a receiver on this machine", {
        host,
      });
    const authorization = secret === null ? null : authorizationOf(secret);
    const to = { url, authorization, answerMsMax: notify.answerMsMax, signal };
    const send: ChannelOptions["send"] = (body) => post(to, body);
    const ledger = known.ledgers.get(options.receiver) ?? new Map();
    return [createChannel({ ...options, place: host, send, log: around.log }, ledger)];
  };
  return [
    ...make(alertsPath(notify.alertmanagerUrl), around.secrets.alertmanager, {
      receiver: "alertmanager",
      // Before it takes them as over.
      repeatMs: 0,
      postingsOf: toAlertmanager,
    }),
    ...make(notify.webhookUrl, around.secrets.webhook, {
      receiver: "webhook",
      repeatMs: notify.repeatMs,
      postingsOf: toWebhook,
    }),
  ];
}

type Kind = Pick<ChannelOptions, "receiver" | "repeatMs" | "postingsOf">;

function alertsPath(url: string): string {
  return url === "" ? "" : `${url.replace(/\/+$/, "")}/api/v2/alerts`;
}
