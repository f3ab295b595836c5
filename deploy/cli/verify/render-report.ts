import type { DiskReport } from "../../fleet/verify/compare-disk.ts";
import type { PartitionReport } from "../../fleet/verify/verify-fleet.ts";
import { counted, grouped } from "../../../processors/wording/index.ts";
import { visible } from "../../runtime/visible.ts";

const shownMax = 20;

/** What came of a partition, for people. */
export function renderReport(report: PartitionReport): string {
  const { partition, messages, bytes, files, requests, trouble } = report;
  if (trouble !== null) return `✗ ${visible(partition)}: cannot be compared: ${visible(trouble)}\n`;
  const read = `${counted(messages, "message")}, ${megabytes(bytes)} MB, ${counted(files, "file")}, ${counted(requests, "final request")}`;
  return linesOf(`${partition}: ${read}`, report);
}

/** The same of the files of a disk. */
export function renderDisk(report: DiskReport): string {
  const { files, bytes, missingBytes } = report;
  const missing = missingBytes === 0 ? "" : `, of these ${grouped(missingBytes)} bytes are not in the state`;
  return linesOf(`the disk: ${megabytes(bytes)} MB in ${counted(files, "file")}${missing}`, report);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function linesOf(
  what: string,
  {
    differences,
    differenceCount,
    unexplained,
  }: Pick<DiskReport, "differences" | "differenceCount" | "unexplained">,
): string {
  const says =
    differenceCount === 0
      ? "the same"
      : `${counted(differenceCount, "difference")}, ${unexplained === 0 ? "all explained" : `${grouped(unexplained)} not explained`}`;
  const shown = differences
    .toSorted((a, b) => Number(a.isExplained) - Number(b.isExplained))
    .slice(0, shownMax);
  const lines = [
    `${unexplained === 0 ? "✓" : "✗"} ${what}: ${says}`,
    ...shown.map((one) => `  ${one.isExplained ? "·" : "✗"} ${nameOf(one)}: ${one.meaning}`),
    ...(differenceCount > shown.length
      ? [`  … and ${grouped(differenceCount - shown.length)} more: --json has a thousand`]
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
