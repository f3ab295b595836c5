import type { PartitionReport } from "../../fleet/verify/verify-fleet.ts";
import { visible } from "../visible.ts";

const shownMax = 20;

/** What came of a partition, for people. */
export function renderReport(report: PartitionReport): string {
  const { partition, messages, bytes, files, requests, differences, differenceCount, unexplained, trouble } =
    report;
  if (trouble !== null) return `✗ ${visible(partition)}: cannot be compared: ${visible(trouble)}\n`;
  const read = `${messages} messages, ${(bytes / 1e6).toFixed(1)} MB, ${files} files, ${requests} final requests`;
  const says =
    differenceCount === 0
      ? "the same"
      : `${differenceCount} differences, ${unexplained === 0 ? "all explained" : `${unexplained} not explained`}`;
  const shown = differences
    .toSorted((a, b) => Number(a.isExplained) - Number(b.isExplained))
    .slice(0, shownMax);
  const lines = [
    `${unexplained === 0 ? "✓" : "✗"} ${partition}: ${read}: ${says}`,
    ...shown.map((one) => `  ${one.isExplained ? "·" : "✗"} ${nameOf(one)}: ${one.meaning}`),
    ...(differenceCount > shown.length
      ? [`  … and ${differenceCount - shown.length} more: --json has a thousand`]
      : []),
  ];
  return `${lines.map(visible).join("\n")}\n`;
}

function nameOf(one: PartitionReport["differences"][number]): string {
  switch (one.type) {
    case "position":
      return `${one.path} kept to ${one.kept ?? "nowhere"}, read to ${one.read ?? "nowhere"}`;
    case "gap":
      return `${one.path} gaps of ${one.kept} bytes kept, ${one.read} read`;
    case "missing":
      return `request ${one.id} missing`;
    case "differs":
      return `request ${one.id} differs in ${one.fields.join(", ")}`;
  }
}
