import { beforeEach, expect, test } from "vitest";
import type { Observation, Request } from "../../../../processors/contract/index.ts";
import type { Placed, Provisional } from "../../../../processors/preview/placed.ts";
import { show } from "../../../../processors/preview/shown.ts";
import type { Shown } from "../../../../processors/preview/shown.ts";
import { requestsOf } from "../../../support/feed-book.ts";
import { observed } from "../../../support/observed.ts";

const [model] = requestsOf([observed("plugin", "verify.started", { at: 0 })]);
const records = [1, 2, 3, 4].map((second) => placed(observed("plugin", "run.note", { at: second * 1000 })));

function placed(observation: Observation): Placed {
  return { observation, isCall: false, cell: null, names: [], request: null };
}

/** A request of these records, by their number. */
function made(id: string, numbers: readonly number[]): Provisional {
  return madeOf(id, numbers.map(recordAt));
}

function madeOf(id: string, own: readonly Placed[]): Provisional {
  if (model === undefined) throw new Error("the model is no request any more");
  const evidence = own.flatMap(({ observation }) =>
    model.evidence.slice(0, 1).map((one) => ({ ...one, observation })),
  );
  return { request: { ...model, id, evidence }, records: own };
}

function recordAt(number: number): Placed {
  const record = records[number];
  if (record === undefined) throw new Error(`there is no record ${number}`);
  return record;
}

/** Each test has its own. */
beforeEach(() => {
  for (const record of records) record.request = null;
});

function changes(number: number): (request: Provisional) => boolean {
  return (one) => one.records.includes(recordAt(number));
}

const no = (): boolean => false;

test.each([
  { isWaiting: true, left: ["operation"] },
  { isWaiting: false, left: ["calls", "operation"] },
])(
  "what waits for something to follow is shown no more when that is there and has none of its records: $isWaiting",
  ({ isWaiting, left }) => {
    const shown: Shown = new Map();
    const calls = made("calls", [0, 1]);
    show(shown, {
      requests: [calls],
      before: new Set(),
      isChanged: () => true,
      isReopened: no,
      isWaiting: no,
    });
    const { gone } = show(shown, {
      requests: [made("operation", [2])],
      before: new Set([calls]),
      isChanged: changes(2),
      isReopened: no,
      isWaiting: () => isWaiting,
    });
    expect([...shown.keys()].toSorted()).toEqual(left);
    expect(gone).toEqual(isWaiting ? [{ id: "calls", successor: null }] : []);
  },
);

test("what was only taken along stays as it was, whatever was decided of it", () => {
  const shown: Shown = new Map();
  const [first, second] = [made("first", [0, 1]), made("second", [2])];
  show(shown, {
    requests: [first, second],
    before: new Set(),
    isChanged: () => true,
    isReopened: no,
    isWaiting: no,
  });
  const again = [made("first-half", [0]), made("second", [2, 3])];
  const { changed, gone } = show(shown, {
    requests: again,
    before: new Set([first, second]),
    isChanged: changes(3),
    isReopened: no,
    isWaiting: no,
  });
  expect([changed.map(({ id }) => id), gone]).toEqual([["second"], []]);
  expect(shown.get("first")).toBe(first);
});

test("whoever loses a record to what has changed changes with it", () => {
  const shown: Shown = new Map();
  const [first, second] = [made("first", [0, 1]), made("second", [2])];
  show(shown, {
    requests: [first, second],
    before: new Set(),
    isChanged: () => true,
    isReopened: no,
    isWaiting: no,
  });
  const again = [made("first-half", [0]), made("second", [1, 2, 3])];
  show(shown, {
    requests: again,
    before: new Set([first, second]),
    isChanged: changes(3),
    isReopened: no,
    isWaiting: no,
  });
  expect([...shown.keys()].toSorted()).toEqual(["first-half", "second"]);
  expect(recordAt(1).request?.request.id).toBe("second");
});

test("who gets another record in place of one has changed; who is as before stays the very same", () => {
  const shown: Shown = new Map();
  const [first, second] = [made("first", [0]), made("second", [2])];
  const decide = (requests: readonly Provisional[]): readonly Request[] => {
    const before = new Set(shown.values());
    return show(shown, { requests, before, isChanged: () => true, isReopened: no, isWaiting: no }).changed;
  };
  decide([first, second]);
  const later = made("first", [1]);
  expect(decide([later, made("second", [2])])).toEqual([later.request]);
  expect(shown.get("second")?.request).toBe(second.request);
});

test("a long chain of moved records is followed to its end, each request once", () => {
  const many = Array.from({ length: 4001 }, (_, second) =>
    placed(observed("plugin", "run.note", { at: second * 1000 })),
  );
  const chained = (from: number): readonly Provisional[] =>
    Array.from({ length: 1999 }, (_, index) =>
      madeOf(`${from}-${index}`, many.slice(from + 2 * index, from + 2 * index + 2)),
    );
  const shown: Shown = new Map();
  const before = chained(0);
  show(shown, { requests: before, before: new Set(), isChanged: () => true, isReopened: no, isWaiting: no });
  let looks = 0;
  const counted = chained(1).map(({ request, records: own }) => ({
    request,
    get records() {
      looks += 1;
      return own;
    },
  }));
  show(shown, {
    requests: counted,
    before: new Set(before),
    isChanged: ({ request: { id } }) => id === "1-0" || id === "0-0",
    isReopened: no,
    isWaiting: no,
  });
  expect(shown.size).toBe(1999);
  expect(looks).toBeLessThan(20 * 1999);
});
