import { z } from "zod";
import { alertNames } from "../../alerts/index.ts";
import type { AlertName, Duration, Goal, Numbers, Site } from "../../alerts/index.ts";
import { requestMetrics, severities } from "../../processors/contract/index.ts";

/** What each number of an alert must look like, by its name: the unit is part of the sentence that a mistake gets. */
const numbers = {
  enabled: z.boolean({ error: "write true or false" }),
  severity: z.enum(severities, { error: "write critical, warning or info" }),
  for: duration("0m: at once"),
  window: span("it is looked back at so long"),
  recent: span("the shorter window"),
  age: span("older than this is too old"),
  count: whole("from so many on", 1),
  share: z.number({ error: shareWords }).gt(0, { error: shareWords }).lte(1, { error: shareWords }),
  factor: z.number({ error: factorWords }).gt(0, { error: factorWords }).lte(1000, { error: factorWords }),
  volume: whole("with less than this nothing is concluded", 0),
  bytes: whole("a number of bytes", 1),
} as const;

function shareWords(): string {
  return "write a share above 0 and up to 1, such as 0.05 for five per cent, without a unit";
}

function factorWords(): string {
  return "write how many times faster than allowed, such as 6";
}

function duration(says: string): z.ZodType<Duration> {
  const words = `write a whole number with s, m, h or d, such as 15m (${says})`;
  return z
    .string({ error: words })
    .regex(/^(?:0|[1-9]\d{0,5})[smhd]$/, { error: words })
    .transform((text) => `${Number.parseInt(text, 10)}${unitOf(text)}` as const);
}

/** Nothing happens within no time: Prometheus refuses such a window, and such an interval. */
function span(says: string): z.ZodType<Duration> {
  const words = `write a whole number from 1 with s, m, h or d, such as 15m (${says})`;
  return duration(says).refine((text) => Number.parseInt(text, 10) > 0, { error: words });
}

function unitOf(text: string): "s" | "m" | "h" | "d" {
  if (text.endsWith("s")) return "s";
  if (text.endsWith("m")) return "m";
  return text.endsWith("h") ? "h" : "d";
}

function whole(says: string, least: number): z.ZodType<number> {
  const words = `write a whole number from ${least}, without a unit (${says})`;
  return z
    .number({ error: words })
    .int({ error: words })
    .min(least, { error: words })
    .max(1e15, { error: words });
}

const url = z
  .string({ error: urlWords })
  .regex(/^https?:\/\/[^\s/?#"{}]+(?:\/[^\s?#"{}]*[^\s?#"{}/])?$/, { error: urlWords });

function urlWords(): string {
  return "write an address with http:// or https:// and no slash at its end";
}

const certificateSeconds = requestMetrics.requestDuration.buckets;
const secondsWords = `write one of ${certificateSeconds.join(", ")}: only at these bounds durations are counted`;

const goal = z.strictObject({
  successShare: shareBelowOne(),
  certificateSeconds: z
    .number({ error: secondsWords })
    .refine((seconds) => certificateSeconds.includes(seconds), { error: secondsWords }),
  certificateShare: shareBelowOne(),
});

function shareBelowOne(): z.ZodNumber {
  const words = "write a share between 0 and 1, such as 0.95: a goal of 1 has no budget";
  return z.number({ error: words }).gt(0, { error: words }).lt(1, { error: words });
}

/** A values file. What it does not say is as usual. Which numbers an alert has is for `read-values.ts` to check. */
export const valuesShape: z.ZodType<GivenValues> = z
  .strictObject({
    pageUrl: url,
    runbookUrl: url,
    dashboardUrl: url,
    job: z.string({ error: jobWords }).regex(/^[\w.:/-]{1,100}$/, { error: jobWords }),
    interval: span("how often rules are evaluated"),
    goal: goal.exactPartial(),
    alerts: z.partialRecord(z.enum(alertNames), z.strictObject(numbers).exactPartial()),
  })
  .exactPartial();

/** Any part of the values. */
export interface GivenValues extends Partial<Omit<Site, "goal">> {
  readonly goal?: Partial<Goal>;
  readonly alerts?: Partial<Record<AlertName, GivenNumbers>>;
}

export type GivenNumbers = Partial<Numbers> & { readonly enabled?: boolean };

function jobWords(): string {
  return "write the name of the scrape job: letters, digits, . _ : / -";
}
