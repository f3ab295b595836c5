import { expect, test } from "vitest";
import type { Observation, Request } from "../../../../processors/contract/index.ts";
import { createShown, show } from "../../../../processors/preview/shown.ts";
import { requestsOf } from "../../../support/feed-book.ts";
import { observed } from "../../../support/observed.ts";

const [model] = requestsOf([observed("plugin", "verify.started", { at: 0 })]);
const records = [1, 2, 3, 4].map((second) => observed("plugin", "run.note", { at: second * 1000 }));

/** A request of these records, by their number. */
function made(id: string, numbers: readonly number[]): Request {
  if (model === undefined) throw new Error("the model is no request any more");
  const evidence = numbers.flatMap((number) =>
    model.evidence.slice(0, 1).map((one) => ({ ...one, observation: recordAt(number) })),
  );
  return { ...model, id, evidence };
}

function recordAt(number: number): Observation {
  const record = records[number];
  if (record === undefined) throw new Error(`there is no record ${number}`);
  return record;
}

function changes(number: number): (request: Request) => boolean {
  return ({ evidence }) => evidence.some(({ observation }) => observation === recordAt(number));
}

const no = (): boolean => false;

test.each([
  { isWaiting: true, left: ["operation"] },
  { isWaiting: false, left: ["calls", "operation"] },
])(
  "what waits for something to follow is shown no more when that is there and has none of its records: $isWaiting",
  ({ isWaiting, left }) => {
    const shown = createShown();
    const calls = made("calls", [0, 1]);
    show(shown, { requests: [calls], before: new Set(), isChanged: () => true, isWaiting: no });
    const { gone } = show(shown, {
      requests: [made("operation", [2])],
      before: new Set([calls]),
      isChanged: changes(2),
      isWaiting: () => isWaiting,
    });
    expect([...shown.byId.keys()].toSorted()).toEqual(left);
    expect(gone).toEqual(isWaiting ? [{ id: "calls", successor: null }] : []);
  },
);

test("what was only taken along stays as it was, whatever was decided of it", () => {
  const shown = createShown();
  const [first, second] = [made("first", [0, 1]), made("second", [2])];
  show(shown, { requests: [first, second], before: new Set(), isChanged: () => true, isWaiting: no });
  const again = [made("first-half", [0]), made("second", [2, 3])];
  const { changed, gone } = show(shown, {
    requests: again,
    before: new Set([first, second]),
    isChanged: changes(3),
    isWaiting: no,
  });
  expect([changed.map(({ id }) => id), gone]).toEqual([["second"], []]);
  expect(shown.byId.get("first")).toBe(first);
});

test("whoever loses a record to what has changed changes with it", () => {
  const shown = createShown();
  const [first, second] = [made("first", [0, 1]), made("second", [2])];
  show(shown, { requests: [first, second], before: new Set(), isChanged: () => true, isWaiting: no });
  const again = [made("first-half", [0]), made("second", [1, 2, 3])];
  show(shown, { requests: again, before: new Set([first, second]), isChanged: changes(3), isWaiting: no });
  expect([...shown.byId.keys()].toSorted()).toEqual(["first-half", "second"]);
  expect(shown.ofRecord.get(recordAt(1))?.id).toBe("second");
});

test("a long chain of moved records is followed to its end, each request once", () => {
  const many = Array.from({ length: 4001 }, (_, second) =>
    observed("plugin", "run.note", { at: second * 1000 }),
  );
  const chained = (from: number): readonly Request[] =>
    Array.from({ length: 1999 }, (_, index) => ({
      ...made(`${from}-${index}`, []),
      evidence: [0, 1].flatMap((place) =>
        made("", [0]).evidence.map((one) => ({
          ...one,
          observation: many[from + 2 * index + place] ?? one.observation,
        })),
      ),
    }));
  const shown = createShown();
  const before = chained(0);
  show(shown, { requests: before, before: new Set(), isChanged: () => true, isWaiting: no });
  let looks = 0;
  const counted = chained(1).map((request) => ({
    ...request,
    get evidence() {
      looks += 1;
      return request.evidence;
    },
  }));
  show(shown, {
    requests: counted,
    before: new Set(before),
    isChanged: ({ id }) => id === "1-0" || id === "0-0",
    isWaiting: no,
  });
  expect(shown.byId.size).toBe(1999);
  expect(looks).toBeLessThan(20 * 1999);
});
