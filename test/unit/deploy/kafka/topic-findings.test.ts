import { expect, it } from "vitest";
import { limitFindings } from "../../../../deploy/kafka/topic-findings.ts";

const needs = {
  topic: "t",
  rejectedTopic: "r",
  groupId: null,
  lifetimeMs: 3_600_000,
  sliceBytesMax: 262_144,
};
const good = new Map([
  ["retention.ms", "604800000"],
  ["retention.bytes", "-1"],
  ["cleanup.policy", "delete"],
  ["message.timestamp.type", "LogAppendTime"],
  ["max.message.bytes", "5242880"],
  ["compression.type", "producer"],
]);

it("bytes are told in groups of digits, and what is to be set as it has to be written", () => {
  const findings = limitFindings(
    new Map([...good, ["max.message.bytes", "300000"], ["retention.bytes", "1000000"]]),
    needs,
  );
  const said = findings.map(({ says, remedy }) => `${says} -> ${remedy}`).join("\n");
  expect(said).toContain("a partition keeps 1,000,000 bytes");
  expect(said).toContain("300,000: slices of 262,144 bytes");
  expect(said).toContain("set max.message.bytes to 327680 or more");
});

it("a topic as it should be gives nothing to change", () => {
  const findings = limitFindings(good, needs);
  expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
  expect(findings).toHaveLength(6);
});

it.each([
  ["retention.ms", "3600000", "bad"],
  ["retention.ms", "36000000", "warn"],
  ["retention.ms", "-1", "ok"],
  ["retention.bytes", "1000000", "warn"],
  ["cleanup.policy", "compact", "bad"],
  ["cleanup.policy", "compact,delete", "bad"],
  ["message.timestamp.type", "CreateTime", "warn"],
  ["max.message.bytes", "300000", "warn"],
  ["max.message.bytes", "100000", "bad"],
  ["compression.type", "gzip", "warn"],
])("%s of %s is %s, and what is not well says what to change", (name, value, level) => {
  const findings = limitFindings(new Map([...good, [name, value]]), needs);
  const [own] = findings.filter(({ about }) => about === name);
  expect(own?.level).toBe(level);
  expect(own?.remedy === "").toBe(level === "ok");
  expect(findings.filter((one) => one.level !== "ok")).toHaveLength(level === "ok" ? 0 : 1);
});
