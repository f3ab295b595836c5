import { expect, it } from "vitest";
import { pointFragment } from "../../../../../processors/requests/fragment.ts";
import type { Fragment, Role } from "../../../../../processors/requests/fragment.ts";
import { createHistory } from "../../../../../processors/requests/joins/history.ts";
import type { Entry, History } from "../../../../../processors/requests/joins/history.ts";
import { isDated, latestTold } from "../../../../../processors/requests/joins/told.ts";
import { takeUndated } from "../../../../../processors/requests/joins/undated.ts";
import { observed, startMs } from "../../../../support/observed.ts";

function entry(fragment: Fragment): Entry {
  return { cluster: null, fragment, weakly: false, caller: null, history: null };
}

function dated(role: Role, at: number): Fragment {
  return pointFragment(role, observed("other", "run.note", { at }));
}

function undated(at: number): Fragment {
  return { ...dated("status-file", at), start: Number.NaN, end: Number.NaN };
}

/** One that counts how often its records are asked for. */
function counted(fragment: Fragment, asked: { count: number }): Fragment {
  return {
    ...fragment,
    get observations() {
      asked.count += 1;
      return fragment.observations;
    },
  };
}

it("a history that is asked at each of its entries looks at each once", () => {
  const history = createHistory();
  const asked = { count: 0 };
  for (let at = 0; at < 1000; at += 1) {
    history.entries.push(entry(counted(undated(at), asked)));
    expect([latestTold(history), isDated(history)]).toEqual([startMs + at, false]);
  }
  expect(asked.count).toBe(1000);
});

it("a history tells no moment when one of its entries tells none, and none without entries", () => {
  const history = createHistory();
  expect(latestTold(history)).toBeNull();
  history.entries.push(entry(undated(5)));
  history.entries.push(entry(pointFragment("status-file", observed("other", "run.note", { at: null }))));
  history.entries.push(entry(undated(9)));
  expect(latestTold(history)).toBeNull();
});

it("what comes after something was taken out is seen", () => {
  const history: History = { ...createHistory(), lastAt: startMs };
  history.entries.push(entry(undated(1)), entry(undated(2)), entry(dated("ca-request", 3)));
  expect(isDated(history)).toBe(false);
  expect(takeUndated({ observations: 3 }, history, () => true)).toHaveLength(2);
  history.entries.push(entry(dated("plugin-run", 4)));
  expect([history.entries.length, isDated(history)]).toEqual([2, true]);
});
