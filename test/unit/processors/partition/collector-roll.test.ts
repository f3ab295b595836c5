import { expect, test } from "vitest";
import { createCollectorRoll } from "../../../../processors/partition/collector-roll.ts";
import type { CollectorRoll, HeardCollector } from "../../../../processors/partition/collector-roll.ts";

const second = 1000;

/** Each `NAME@SECONDS` is a report, by the clock of that collector. */
function hear(roll: CollectorRoll, reports: string): void {
  for (const report of reports.split(" ")) {
    const [collector = "", at] = report.split("@");
    const readAt = Number(at) * second;
    roll.report({ type: "sources", host: "ndes01", collector, readAt, sources: [] }, () => 0);
  }
}

/** So many collectors, so many rounds, a report each second. */
const inTurns = (collectors: number, rounds: number): string =>
  Array.from({ length: collectors * rounds }, (_, index) => `c${index % collectors}@${index}`).join(" ");

const whatIsSaid = (roll: CollectorRoll): readonly string[] =>
  roll.problems("ndes01").map(({ cause, count, because }) => `${cause.id} ${count}: ${because}`);

const named = ["host.collected-twice 2: reported in turns by a and by b"];

test.each([
  ["one collector", "a@0 a@5 a@10 a@15 a@20", []],
  ["one that is started again and again", "a@0 a@5 b@6 c@7 c@12 d@13 e@14 e@19", []],
  ["the last report of one that died, behind the first of its successor", "a@0 b@6 a@5 b@11 b@16", []],
  ["two that go on in turns", "a@0 b@1 a@5 b@6 a@10 b@11", named],
  ["two of which one reports much more often", "a@0 b@1 b@2 b@3 a@5 b@6 b@7 a@10 b@11 b@12", named],
  ["two whose clocks are an hour apart", "a@0 b@3601 a@5 b@3606 a@10 b@3611", named],
  ["what is read once more", "a@0 a@5 b@6 b@11 a@0 a@5 b@6 b@11 a@0 a@5 b@6 b@11", []],
])("%s", (_, reports, wanted) => {
  const roll = createCollectorRoll();
  hear(roll, reports);
  expect(whatIsSaid(roll)).toEqual(wanted);
});

test("nine of one host that report one after the other are all named", () => {
  const roll = createCollectorRoll();
  hear(roll, inTurns(9, 3));
  expect(roll.problems("ndes01")).toMatchObject([{ count: 9 }]);
});

test("two that go on stay named beside one that is started again and again", () => {
  const roll = createCollectorRoll();
  hear(roll, "a@0 b@1 a@5 b@6 a@10 b@11");
  hear(roll, Array.from({ length: 100 }, (_, index) => `c${index}@${20 + index}`).join(" "));
  expect(whatIsSaid(roll)).toEqual(named);
});

test("of more collectors that go on than are kept the first ones stay named", () => {
  const roll = createCollectorRoll();
  hear(roll, inTurns(64, 3));
  hear(roll, "late@300 c0@301 late@302 c0@303 late@304");
  expect(roll.problems("ndes01")).toMatchObject([{ count: 64 }]);
});

test("a busy one is named beside one that reports every ten minutes", () => {
  const roll = createCollectorRoll();
  const busy = (from: number): string =>
    Array.from({ length: 119 }, (_, index) => `a@${from + 5 + 5 * index}`).join(" ");
  hear(roll, `a@-1 b@0 ${busy(0)} b@600 ${busy(600)} b@1200`);
  expect(whatIsSaid(roll)).toEqual(named);
});

test("one that has ended is named with how long it was not heard, beside those that go on", () => {
  const roll = createCollectorRoll();
  hear(roll, "a@0 b@1 a@5 b@6 a@10 b@11 c@12 b@16 c@17 b@66 c@67");
  expect(whatIsSaid(roll)).toEqual(["host.collected-twice 3: reported in turns by a and by b and by c"]);
  hear(roll, "b@76 c@77");
  expect(whatIsSaid(roll)).toEqual([
    "host.collected-twice 3: reported in turns by a (not heard for 1 minute) and by b and by c",
  ]);
});

test("it is over twenty minutes after one of the two was heard for the last time", () => {
  const roll = createCollectorRoll();
  hear(roll, "a@0 b@1 a@5 b@6 a@10 b@11 a@15 a@1200 a@1215");
  expect(whatIsSaid(roll)).toEqual([
    "host.collected-twice 2: reported in turns by a and by b (not heard for 20 minutes)",
  ]);
  hear(roll, "a@1216");
  expect(whatIsSaid(roll)).toEqual([]);
});

test("it is over when others were heard for more than twenty minutes after both had left", () => {
  const roll = createCollectorRoll();
  hear(roll, "a@0 b@1 a@5 b@6 a@10 b@11");
  const hearOther = (unheardMs: number): readonly string[] =>
    roll.report({ type: "sources", host: "ndes02", collector: "c", readAt: unheardMs, sources: [] }, (host) =>
      host === "ndes01" ? unheardMs : 0,
    );
  expect(hearOther(1200 * second)).toEqual([]);
  expect(whatIsSaid(roll)).toEqual(named);
  expect(hearOther(1201 * second)).toEqual(["ndes01"]);
  expect([whatIsSaid(roll), hearOther(1300 * second)]).toEqual([[], []]);
});

test("a report looks at no other hosts than those that several report", () => {
  const looked: string[] = [];
  const heardOf = (host: string, ...names: readonly string[]): readonly HeardCollector[] =>
    names.map((name) => ({
      name,
      readAt: 0,
      quiet: null,
      get turns() {
        looked.push(host);
        return 2;
      },
    }));
  const roll = createCollectorRoll(
    new Map([
      ["ndes01", heardOf("ndes01", "a", "b")],
      ["pc1", heardOf("pc1", "c")],
    ]),
  );
  looked.splice(0);
  const asked: string[] = [];
  roll.report({ type: "sources", host: "pc2", collector: "d", readAt: 0, sources: [] }, (host) => {
    asked.push(host);
    return 0;
  });
  expect([asked, looked]).toEqual([["ndes01"], []]);
});

test("a state that was kept goes on with what was heard", () => {
  const roll = createCollectorRoll();
  hear(roll, "a@0 b@1 a@5 b@6");
  const later = createCollectorRoll(structuredClone(roll.save()));
  hear(later, "a@10 b@11");
  expect(whatIsSaid(later)).toEqual(named);
});

test("a collector that does not tell its name says nothing", () => {
  const roll = createCollectorRoll();
  for (const readAt of [1, 2, 3])
    roll.report({ type: "sources", host: "ndes01", readAt, sources: [] }, () => 0);
  expect([whatIsSaid(roll), roll.save().size]).toEqual([[], 0]);
});

test("of a collector that is started for ever no more is kept than of a few", () => {
  const roll = createCollectorRoll();
  hear(roll, Array.from({ length: 100 }, (_, index) => `c${index}@${index}`).join(" "));
  expect(roll.save().get("ndes01")).toHaveLength(64);
});
