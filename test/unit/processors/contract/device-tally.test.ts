import { expect, test } from "vitest";
import { createDeviceTally } from "../../../../processors/contract/index.ts";
import { deviceWords } from "../../../../processors/wording/index.ts";

interface Names {
  readonly devices: readonly string[];
  readonly addresses: readonly string[];
}

function wordsFor(names: readonly Names[], namesMax: number = 9): string {
  const tally = createDeviceTally(namesMax);
  for (const each of names) tally.add(each);
  return deviceWords(tally.count());
}

const named = (...devices: readonly string[]): Names => ({ devices, addresses: ["10.0.0.9"] });
const nameless = (...addresses: readonly string[]): Names => ({ devices: [], addresses });

test.each<[words: string, names: readonly Names[]]>([
  ["no device named", []],
  ["no device named", [nameless(), nameless()]],
  ["no device named, 1 address", [nameless("10.0.0.1"), nameless("10.0.0.1")]],
  ["no device named, 2 addresses", [nameless("10.0.0.1"), nameless("10.0.0.2")]],
  ["1 device", [named("a"), named("a"), named("a", "b")]],
  ["2 devices", [named("a"), named("b")]],
  ["1 device, 1 request names none", [named("a"), nameless()]],
  ["1 device, 3 requests name none (2 addresses)", [named("a"), nameless("1"), nameless("2"), nameless()]],
])("%s", (words, names) => {
  expect(wordsFor(names)).toBe(words);
});

test("what is more than is kept is said to be at least so much", () => {
  const names = ["a", "b", "a", "c", "d", "b"].map((name) => named(name));
  expect(wordsFor(names, 2)).toBe("at least 2 devices");
  expect(wordsFor(names, 4)).toBe("4 devices");
  expect(wordsFor([nameless("1"), nameless("2")], 1)).toBe("no device named, at least 1 address");
});
