import type { AlertCase, SeriesSet } from "../case.ts";
import { onNdes01, recent } from "../case.ts";

/** So many of a hundred decided requests fail, until the third hour. */
const failing = (percent: number, volume = 100): SeriesSet => ({
  'scepscope_host_event_timestamp_seconds{host="ndes01"}': "0+60x1200",
  [recent("failed", "none")]: `${(volume * percent) / 100}x180 0x1200`,
  [recent("succeeded", "none")]: `${volume - (volume * percent) / 100}x180 ${volume}x1200`,
});

const slow = (perMinute: number): SeriesSet => ({
  'scep_request_duration_seconds_bucket{outcome="succeeded",le="3600"}': `0+${10 - perMinute}x180 ${180 * (10 - perMinute)}+10x900`,
  'scep_request_duration_seconds_count{outcome="succeeded"}': "0+10x1100",
});

export const goalCases: readonly AlertCase[] = [
  {
    alert: "ScepErrorBudgetBurnsFast",
    labels: onNdes01,
    fires: failing(71),
    at: "120m",
    endsAt: "200m",
    below: failing(69),
    now: "71%",
    also: ["ScepErrorBudgetBurns", "ScepErrorBudgetLeaks", "ScepFailuresUnexplained"],
  },
  {
    alert: "ScepErrorBudgetBurns",
    labels: onNdes01,
    fires: failing(31),
    at: "120m",
    endsAt: "240m",
    below: failing(29),
    now: "31%",
    also: ["ScepErrorBudgetLeaks", "ScepFailuresUnexplained"],
  },
  {
    alert: "ScepErrorBudgetLeaks",
    labels: onNdes01,
    fires: failing(6),
    at: "120m",
    endsAt: "1000m",
    below: { ...failing(100, 4) },
    now: "6%",
  },
  {
    alert: "ScepErrorBudgetBurnsFast",
    // A small site: eight of ten fail at night, nineteen are too few to wake anybody up for the share alone.
    labels: onNdes01,
    fires: failing(80, 20),
    at: "120m",
    endsAt: "200m",
    below: failing(80, 19),
    now: "80%",
    also: ["ScepErrorBudgetBurns", "ScepErrorBudgetLeaks", "ScepFailuresUnexplained"],
  },
  {
    alert: "ScepCertificatesSlow",
    labels: {},
    fires: slow(4),
    at: "120m",
    endsAt: "320m",
    below: slow(2),
    now: "40%",
  },
];
