import { expect, test } from "vitest";
import { conditions, filled, ruleFiles } from "../../../../alerts/index.ts";
import { parseValues } from "../../../../deploy/alerts/index.ts";

const at = Date.UTC(2026, 10, 28, 12);

test.each([
  ["{{ $value | humanize }}", 2, "2"],
  ["{{ $value | humanize }}", 10_000, "10k"],
  ["{{ $value | humanize }}", 1_234_567, "1.235M"],
  ["{{ $value | humanize1024 }}B", 11, "11B"],
  ["{{ $value | humanize1024 }}B", 3 * 2 ** 20, "3MiB"],
  ["{{ $value | humanizePercentage }}", 1 / 3, "33.33%"],
  ["{{ $value | humanizeDuration }}", 12.3456, "12.35s"],
  ["{{ $value | humanizeDuration }}", 330, "5m 30s"],
  ["{{ $value | humanizeDuration }}", 93_784, "1d 2h 3m 4s"],
])("%s of %d is %s, as Prometheus writes it", (template, value, text) => {
  expect(filled(template, { labels: {}, value, at })).toBe(text);
});

test("a label that looks like a template, or like the end of a query, is only text", () => {
  const labels = { host: "{{ $labels.cause }}&x=1 +é" };
  expect(filled("{{ $labels.host }}", { labels, value: 1, at })).toBe(labels.host);
  expect(filled("?host={{ $labels.host | urlquery }}", { labels, value: 1, at })).toBe(
    "?host=%7B%7B+%24labels.cause+%7D%7D%26x%3D1+%2B%C3%A9",
  );
});

test("a form that the catalogue does not use stops us, and is not sent as it stands", () => {
  expect(() => filled("{{ $value | toTime }}", { labels: {}, value: 1, at })).toThrow("not known");
  expect(() => filled("{{ .Nothing }}", { labels: {}, value: 1, at })).toThrow("not known");
});

test("each text of each alert that one box can tell is filled, and its links are addresses", () => {
  const rules = ruleFiles(parseValues("", "values")).flatMap(({ groups }) =>
    groups.flatMap((group) => group.rules),
  );
  const told = rules.flatMap((rule) =>
    "alert" in rule && Object.hasOwn(conditions, rule.alert) ? [rule] : [],
  );
  expect(told).toHaveLength(Object.keys(conditions).length);
  for (const { annotations, labels } of told) {
    const all = { ...labels, host: "ndes 01", source: "IIS", cause: "a.b" };
    for (const [name, template] of Object.entries(annotations)) {
      const text = filled(template, { labels: all, value: 3, at });
      expect(text).not.toContain("{{");
      if (name.endsWith("_url")) expect(URL.canParse(text) && !text.includes(" ")).toBe(true);
    }
  }
});
