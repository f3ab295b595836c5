import { z } from "zod";
import type { NotifySettings } from "../config.ts";
import { count, plainText, text } from "../setting.ts";

const urlForm = {
  error: "write an address such as http://127.0.0.1:9093, without a user or a password in it",
};

/** Empty, or where something listens. Who asks is said in a header: an address is printed and logged by everybody on its way. */
export function isPlainUrl(address: string): boolean {
  if (address === "") return true;
  const url = URL.parse(address);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "" && !url.hash
  );
}

export const notifyShape: z.ZodType<NotifySettings> = z
  .strictObject({
    alertmanagerUrl: plainText()
      .refine((address) => isPlainUrl(address) && !address.includes("?"), urlForm)
      .default("")
      .meta({
        description:
          "Alertmanager that alerts are sent to (`/api/v2/alerts` below it), such as `http://127.0.0.1:9093`. Empty: none. Where Prometheus does that, leave it empty.",
      }),
    alertmanagerSecretFile: text({
      usual: "",
      says: "File with what it asks for: `user:password`, or a bearer token. Instead of it, SCEPSCOPE_ALERTMANAGER_SECRET in the environment.",
    }),
    webhookUrl: plainText().refine(isPlainUrl, urlForm).default("").meta({
      description:
        "Where alerts are posted in the form of Alertmanager's own webhook, version 4. Empty: nowhere.",
    }),
    webhookSecretFile: text({
      usual: "",
      says: "The same for the webhook; instead of it, SCEPSCOPE_WEBHOOK_SECRET in the environment.",
    }),
    valuesFile: text({
      usual: "",
      says: "Thresholds, and where page and runbooks are found, as for `scepscope rules --values`. Empty: the usual ones, and the page of this process.",
    }),
    lookMs: count({
      usual: 30_000,
      min: 500,
      max: 600_000,
      says: "How often it is looked which alerts hold. Alertmanager is told again each time, and takes an alert as over when it has heard nothing for four times as long.",
    }),
    repeatMs: count({
      usual: 14_400_000,
      min: 1000,
      max: 604_800_000,
      says: "How often the webhook is told again of what still holds.",
    }),
    alertsMax: count({
      usual: 1000,
      min: 1,
      max: 100_000,
      says: "Alerts that can hold at once; what comes beyond is left out, and said in the log.",
    }),
    answerMsMax: count({
      usual: 10_000,
      min: 100,
      max: 600_000,
      says: "How long an answer is waited for before it is tried again.",
    }),
  })
  .prefault({})
  .meta({
    description:
      "Alerts of one box without Prometheus (`deploy/docs/alerting.md`): the same names, labels and texts as the rules.",
  });
