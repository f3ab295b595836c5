import { expect, test } from "vitest";
import { dueOf, keyOf } from "../../../../alerts/index.ts";
import type { Entry, Held, Told } from "../../../../alerts/index.ts";

const told = (alertname: string): Told => ({ labels: { alertname }, annotations: {}, startsAt: 0 });
const key = (name: string): string => keyOf({ alertname: name });
const held = (name: string, isFiring = true): readonly [string, Held] => [
  key(name),
  { alert: told(name), host: "", since: 0, isFiring },
];
const entry = (name: string, toldAt: number | null): readonly [string, Entry] => [
  key(name),
  { alert: told(name), toldAt },
];

test.each<
  readonly [string, readonly (readonly [string, Held])[], readonly (readonly [string, Entry])[], string]
>([
  ["what fires and was not told is opened", [held("A")], [], "A||"],
  ["what does not fire yet is not", [held("A", false)], [], "||"],
  ["what was told a moment ago is left", [held("A")], [entry("A", 950)], "||"],
  ["what was told long ago is repeated", [held("A")], [entry("A", 900)], "|A|"],
  [
    "what was told later than now, by a clock that was wrong, is repeated",
    [held("A")],
    [entry("A", 5000)],
    "|A|",
  ],
  ["what may not have arrived is repeated at once", [held("A")], [entry("A", null)], "|A|"],
  ["what was told and is over is resolved", [], [entry("A", 950)], "||A"],
  ["what may have arrived and is over is resolved", [], [entry("A", null)], "||A"],
  ["what came and went untold is told to nobody", [], [], "||"],
])("%s", (_, firing, known, expected) => {
  const { open, repeat, resolve } = dueOf({ held: new Map(firing) }, new Map(known), {
    at: 1000,
    repeatMs: 100,
  });
  const names = [open, repeat, resolve].map((all) => all.map(({ labels }) => labels["alertname"]).join(","));
  expect(names.join("|")).toBe(expected);
});
