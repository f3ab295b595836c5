import { markdownOf } from "../../../processors/contract/index.ts";
import type { Cause } from "../../../processors/contract/index.ts";
import { stageNames, stageWords } from "./stage-marks.ts";

/** The catalogue as a page of the documentation. Printed by `npm run generate`; never edited by hand. */
export function causesToMarkdown(causes: readonly Cause[]): string {
  const parts = ([1, 2, 3, 4, 5, 6, 0] as const).flatMap((stage) => {
    const here = causes.filter((cause) => cause.stage === stage);
    if (here.length === 0) return [];
    const title = stage === 0 ? "The host" : `Stage ${stage}, ${stageNames[stage]}: ${stageWords[stage]}`;
    return [`## ${title}`, ...here.flatMap(entry)];
  });
  return `${[...opening(causes), ...parts].join("\n\n")}\n`;
}

function opening(causes: readonly Cause[]): readonly string[] {
  return [
    "# Causes",
    "<!-- Printed from processors/causes by `npm run generate`. Do not edit. -->",
    `What can go wrong, how scepscope recognises it, and what to do. ${causes.length} entries. A cause is claimed only when its signal is there. ` +
      "Severity: *critical* means that nobody gets a certificate, *warning* that some do not, *info* that it is worth knowing.",
    ["| id | severity | concerns | title |", "|---|---|---|---|", ...causes.map(tableRow)].join("\n"),
  ];
}

function tableRow(cause: Cause): string {
  return `| [${cause.id}](#${anchor(cause.id)}) | ${cause.severity} | ${cause.scope} | ${markdownOf(cause.title)} |`;
}

function entry(cause: Cause): readonly string[] {
  return [
    `### ${cause.id}`,
    `**${markdownOf(cause.title)}** (${cause.severity}, concerns a ${cause.scope})`,
    `*Signal:* ${markdownOf(cause.signal)}`,
    markdownOf(cause.why),
    cause.steps.map((step, index) => `${index + 1}. ${markdownOf(step)}`).join("\n"),
    `*Source:* ${markdownOf(cause.source)}`,
  ];
}

/** As GitHub makes anchors of headings. */
function anchor(id: string): string {
  return id.replaceAll(".", "");
}
