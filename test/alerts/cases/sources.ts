import type { AlertCase } from "../case.ts";
import { burst, clock, clockStops, flat, onNdes01, changing, problem } from "../case.ts";

const source = (name: string, labels = ""): string =>
  `scepscope_source_${name}{host="ndes01",source="IIS"${labels}}`;
const counted = (name: string, labels = 'format="iis-w3c"'): string =>
  `scepscope_${name}_total{host="ndes01",${labels}}`;
const read = 'scepscope_host_read_timestamp_seconds{host="ndes01"}';
const lost = 'scepscope_lost_events_total{host="ndes01"}';
const begunAnew = 'scepscope_cleared_event_logs_total{host="ndes01"}';
const onIis = { host: "ndes01", source: "IIS" } as const;

export const sourceCases: readonly AlertCase[] = [
  {
    alert: "ScepCollectorSilent",
    labels: onNdes01,
    fires: { [read]: clockStops(10, 20) },
    at: "20m",
    endsAt: "40m",
    below: {
      [read]: clock(290),
      // Logs of devices come once.
      'scepscope_host_read_timestamp_seconds{host="devices"}': flat(0),
    },
    now: "10m 0s",
  },
  {
    alert: "ScepSourceMissing",
    labels: onIis,
    fires: { [source("condition", ',condition="missing"')]: changing(1, 30, "stale") },
    at: "20m",
    endsAt: "40m",
    below: { [source("condition", ',condition="behind"')]: flat(1) },
    now: "1",
  },
  {
    alert: "ScepSourceUnreadable",
    labels: onIis,
    fires: { [source("condition", ',condition="denied"')]: changing(1, 30, "stale") },
    at: "20m",
    endsAt: "40m",
    below: { [source("condition", ',condition="current"')]: flat(1) },
    now: "1",
  },
  {
    alert: "ScepSourceLagging",
    labels: onIis,
    fires: { [source("lag_seconds")]: changing(1200, 30, 0) },
    at: "20m",
    endsAt: "40m",
    below: { [source("lag_seconds")]: flat(900) },
    now: "20m 0s",
  },
  {
    alert: "ScepLogBytesMissing",
    labels: { host: "ndes01", format: "iis-w3c" },
    fires: { [counted("gap_bytes")]: burst(4096) },
    at: "20m",
    endsAt: "90m",
    below: { [counted("gap_bytes")]: flat(4096) },
    now: "4ki",
  },
  {
    alert: "ScepEventsLost",
    labels: { ...onNdes01, cause: "host.events-lost" },
    fires: { [lost]: burst(40), [begunAnew]: flat(1) },
    at: "20m",
    endsAt: "90m",
    below: { [lost]: flat(40), [begunAnew]: flat(1) },
    now: "40",
  },
  {
    alert: "ScepEventsLost",
    labels: { ...onNdes01, cause: "host.events-lost" },
    fires: { [lost]: flat(40), [begunAnew]: burst(1) },
    at: "20m",
    endsAt: "90m",
    below: { [lost]: flat(40), [begunAnew]: flat(1) },
    now: "1",
  },
  {
    alert: "ScepCollectedTwice",
    labels: onNdes01,
    fires: { [counted("duplicate_bytes")]: burst(1_000_000), [counted("read_bytes")]: burst(1_000_000) },
    at: "30m",
    endsAt: "90m",
    below: { [counted("duplicate_bytes")]: burst(999_999), [counted("read_bytes")]: burst(1_000_000) },
    now: "50%",
  },
  {
    alert: "ScepTwoCollectors",
    labels: onNdes01,
    fires: { [problem("host.collected-twice")]: changing(2, 30, 0), [read]: clock() },
    at: "10m",
    endsAt: "40m",
    below: { [problem("host.collected-twice")]: flat(0), [read]: clock() },
    now: "2",
  },
  {
    alert: "ScepTwoCollectors",
    labels: onNdes01,
    // Both were given names of their own: under this one nobody is heard who could say that it is over.
    fires: { [problem("host.collected-twice")]: flat(2), [read]: clockStops(30, 120) },
    at: "20m",
    endsAt: "60m",
    below: { [problem("host.collected-twice")]: flat(2), [read]: flat(0) },
    now: "2",
  },
  {
    alert: "ScepRecordsRejected",
    labels: onNdes01,
    fires: {
      [counted("rejected_records", 'reason="record.malformed"')]: burst(100),
      [counted("records")]: burst(1000),
    },
    at: "30m",
    endsAt: "90m",
    below: {
      [counted("rejected_records", 'reason="record.malformed"')]: burst(100),
      [counted("records")]: burst(2000),
    },
    evaluatedEvery: "15m",
    now: "10%",
  },
  {
    alert: "ScepRecordsLate",
    labels: onNdes01,
    fires: { [counted("late_records")]: burst(100), [counted("records")]: burst(5000) },
    at: "30m",
    endsAt: "90m",
    below: { [counted("late_records")]: burst(90), [counted("records")]: burst(5000) },
    evaluatedEvery: "15m",
    now: "2%",
  },
  {
    alert: "ScepRecordsLate",
    labels: onNdes01,
    fires: { [counted("late_records")]: burst(100), [counted("records")]: burst(5000), [read]: clock() },
    at: "30m",
    endsAt: "90m",
    // It was silent before: that what comes then is late is no news.
    below: {
      [counted("late_records")]: burst(100),
      [counted("records")]: burst(5000),
      [read]: clockStops(1, 4),
    },
    now: "2%",
  },
  {
    alert: "ScepAmbiguityRising",
    labels: onNdes01,
    // A day of one in ten, then four of ten, then as on the first day.
    fires: {
      'scep_ambiguous_candidates_total{host="ndes01"}': "0+1x1500 1500+4x720 4380+1x900",
      'scep_bound_records_total{host="ndes01",grade="key"}': "0+10x3200",
    },
    at: "1900m",
    endsAt: "2700m",
    // Much, but no more than a day ago.
    below: {
      'scep_ambiguous_candidates_total{host="ndes01"}': "0+4x3200",
      'scep_bound_records_total{host="ndes01",grade="key"}': "0+10x3200",
    },
    now: "40%",
  },
  {
    alert: "ScepHostsUnlabelled",
    labels: {},
    fires: { scepscope_host_overflows_total: burst(1) },
    at: "20m",
    endsAt: "90m",
    below: { scepscope_host_overflows_total: flat(7) },
    now: "1",
  },
];
