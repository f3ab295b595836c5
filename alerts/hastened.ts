import type { Duration, Numbers } from "./alert.ts";
import { secondsOf } from "./promql.ts";
import { forEachAlert } from "./values.ts";
import type { Values } from "./values.ts";

/**
 * Thresholds for a story that is told so many times faster: what an alert waits for and looks back at is so many times shorter, so that it comes and goes with its part of
 * the story.
 */
export function hastened(values: Values, times: number): Values {
  return times === 1
    ? values
    : { ...values, alerts: forEachAlert((name) => shorter(values.alerts[name], times)) };
}

function shorter<T extends Numbers>(numbers: T, times: number): T {
  const { window, recent, age } = numbers;
  return {
    ...numbers,
    for: part(numbers.for, times),
    ...(window === undefined ? {} : { window: part(window, times) }),
    ...(recent === undefined ? {} : { recent: part(recent, times) }),
    ...(age === undefined ? {} : { age: part(age, times) }),
  };
}

/** What is said without waiting stays so. */
function part(duration: Duration, times: number): Duration {
  return `${Math.ceil(secondsOf(duration) / times)}s`;
}
