import { expect, test } from "vitest";
import { printRules, readValues } from "../../deploy/alerts/index.ts";
import { clock, flat } from "./case.ts";
import { promtoolTest } from "./promtool.ts";

const recordings = printRules(readValues(null))
  .filter(({ name }) => name === "recordings.yaml")
  .map(({ text }) => text);

const failed = 'scep_recent_requests{host="ndes01",outcome="failed",cause="issue.ca-unreachable"}';
const stamps = (behindSeconds: number): Readonly<Record<string, string>> => ({
  'scepscope_host_event_timestamp_seconds{host="ndes01"}': clock(behindSeconds),
  'scepscope_host_passed_timestamp_seconds{host="ndes01"}': clock(behindSeconds + 90),
  [failed]: flat(7),
});
const offset = (seconds: number): Readonly<Record<string, string>> => ({
  'scepscope_host_clock_offset_seconds{host="ndes01"}': flat(seconds),
});

const failedOf = 'host:scep_recent_requests:failed{host="ndes01"}';
const historyOf = "count by (host) (host:scepscope_host_event_timestamp_seconds:history)";

/** What is recorded of ndes01 after an hour: how many of its recent requests failed, and whether what is read of it is history. */
function after(
  series: Readonly<Record<string, string>>,
  recorded: { failed: boolean; history: boolean },
): object {
  const sample = (labels: string, value: number): readonly object[] => [{ labels, value }];
  return {
    interval: "1m",
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      { expr: failedOf, eval_time: "60m", exp_samples: recorded.failed ? sample(failedOf, 7) : [] },
      {
        expr: historyOf,
        eval_time: "60m",
        exp_samples: recorded.history ? sample('{host="ndes01"}', 1) : [],
      },
    ],
  };
}

const isNews = { failed: true, history: false };
const isHistory = { failed: false, history: true };
const twoHours = 7200;

test.each([
  [
    "a host whose clock is two hours behind is as live as any other",
    stamps(twoHours),
    offset(twoHours),
    isNews,
  ],
  [
    "a host whose clock is two hours ahead is as live as any other",
    stamps(-twoHours),
    offset(-twoHours),
    isNews,
  ],
  ["two hours old by a clock that is two hours ahead is history", stamps(0), offset(-twoHours), isHistory],
  ["two hours old by a clock that is right is history", stamps(twoHours), offset(0), isHistory],
  ["without a word of its clock a host is believed to have the right one", stamps(twoHours), {}, isHistory],
  ["without a word of its clock what is new is news", stamps(10), {}, isNews],
])("%s", { timeout: 60_000 }, (_, series, told, recorded) => {
  expect(promtoolTest(recordings, [after({ ...series, ...told }, recorded)])).toEqual({
    passed: true,
    said: expect.stringContaining("SUCCESS"),
  });
});
