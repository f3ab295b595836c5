import { fullWidth, paintFor } from "./frame.ts";
import type { Frame } from "./frame.ts";
import type { Summary } from "./summary.ts";
import { causesSection } from "./verdict/causes-section.ts";
import { doubtSection } from "./verdict/doubt-section.ts";
import { headSection } from "./verdict/head-section.ts";
import { hostsSection } from "./verdict/hosts-section.ts";
import { rowsSection } from "./verdict/rows-section.ts";

/**
 * What `analyze` says to people: the verdict, why and what to do, the hosts, what is in doubt, the requests.
 * Text from logs is escaped; no line is wider than the frame.
 */
export function renderVerdict(summary: Summary, frame: Frame): string {
  const canvas = { width: fullWidth(frame), paint: paintFor(frame) };
  const sections = [headSection, causesSection, hostsSection, rowsSection, doubtSection].map((section) =>
    section(summary, canvas),
  );
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}
