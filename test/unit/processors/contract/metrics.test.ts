import { describe, expect, test } from "vitest";

import { metrics } from "../../../../processors/contract/index.ts";

describe.each(metrics)("$name", ({ name, type, unit, meaning, labels, buckets, zeroOnly }) => {
  test("says whom it is about, and its unit where that is a base unit", () => {
    expect(name).toMatch(/^(?:scep|scepscope)(?:_[a-z]+)+$/);
    if (type === "counter") expect(name).toMatch(/_total$/);
    else expect(name).not.toMatch(/_total$/);
    if (unit === "seconds" || unit === "bytes")
      expect(name.replace(/_total$/, "")).toMatch(new RegExp(`_${unit}$`));
  });

  test("is explained in one sentence", () => {
    expect(meaning).toMatch(/^[A-Z1].*[.]$/);
    expect(meaning).not.toMatch(/[.] [A-Z]/);
  });

  test("has labels of closed sets, and buckets if it is a histogram", () => {
    const names = labels.map((label) => label.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { values } of labels)
      if (typeof values !== "string") expect(new Set(values).size).toBe(values.length);
    expect(buckets.length > 0).toBe(type === "histogram");
    expect(buckets.toSorted((a, b) => a - b)).toEqual(buckets);
  });

  test("begins at zero only with labels that it has", () => {
    for (const [label, values] of zeroOnly.flatMap((list) => Object.entries(list))) {
      const known = labels.find((each) => each.name === label)?.values;
      expect(known).toBeDefined();
      if (known !== undefined && typeof known !== "string")
        expect(known).toEqual(expect.arrayContaining([...values]));
    }
  });
});

test("no two metrics have one name", () => {
  expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
});
