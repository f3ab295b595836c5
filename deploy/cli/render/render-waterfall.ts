import type { Claim, Request } from "../../../processors/contract/index.ts";
import { endTellers } from "../../../processors/wording/index.ts";
import { prose } from "./canvas.ts";
import type { Canvas } from "./canvas.ts";
import { fullWidth, paintFor } from "./frame.ts";
import type { Frame } from "./frame.ts";
import type { Quotes } from "./quotes.ts";
import { candidatesSection } from "./waterfall/candidates-section.ts";
import { causeSection } from "./waterfall/cause-section.ts";
import { chartSection } from "./waterfall/chart-section.ts";
import { evidenceSection } from "./waterfall/evidence-section.ts";
import { titleSection } from "./waterfall/title-section.ts";

/**
 * One request: its six stages as a waterfall over time, its cause and what to do, and the records that prove it, each with file and
 * position, its grade and why it belongs. Text from logs is escaped; no line is wider than the frame.
 */
export function renderWaterfall(
  request: Request,
  claim: Claim | null,
  quotes: Quotes & { readonly frame: Frame },
): string {
  const canvas: Canvas = { width: fullWidth(quotes.frame), paint: paintFor(quotes.frame) };
  const sections = [
    titleSection(request, claim, canvas),
    provisionalSection(quotes, canvas),
    endSection(request, canvas),
    chartSection(request, canvas),
    causeSection(claim, canvas),
    evidenceSection(request, quotes, canvas),
    candidatesSection(request, quotes, canvas),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** No end that is known is no failure: what would tell it. */
function endSection({ outcome }: Request, canvas: Canvas): readonly string[] {
  if (outcome !== "unknown") return [];
  return prose(
    "  ",
    `No record that could be joined to it states its end. These logs do: ${endTellers}.`,
    canvas,
  );
}

function provisionalSection({ isProvisional }: Quotes, canvas: Canvas): readonly string[] {
  if (isProvisional !== true) return [];
  return prose(
    "  ",
    "Provisional: more records may still join it, up to an hour after its last one, and change its stages, its outcome and its cause.",
    canvas,
  );
}
