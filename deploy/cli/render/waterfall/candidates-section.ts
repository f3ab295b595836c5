import type { Candidate, Request } from "../../../../processors/contract/index.ts";
import { heading, prose } from "../canvas.ts";
import type { Canvas } from "../canvas.ts";
import { escapeText } from "../../../../processors/wording/index.ts";
import { counted } from "../figures.ts";
import type { Quotes } from "../quotes.ts";
import { fitMiddle } from "../text-width.ts";
import { headed, momentOf, placeOf, quoted } from "./evidence-section.ts";

const shownMax = 20;

/** Records that may belong to it, but fit others as well: bound to none. */
export function candidatesSection(request: Request, quotes: Quotes, canvas: Canvas): readonly string[] {
  const { candidates } = request;
  if (candidates.length === 0) return [];
  const lines = [
    heading(
      `CANDIDATES, ${counted(candidates.length, "record").toUpperCase()} THAT FIT OTHERS AS WELL`,
      canvas,
    ),
  ];
  lines.push(...candidates.slice(0, shownMax).flatMap((each) => entry(each, quotes, canvas)));
  if (candidates.length > shownMax)
    lines.push(
      ...prose(
        " … ",
        `and ${counted(candidates.length - shownMax, "more candidate")}: --json has them all`,
        canvas,
      ),
    );
  return lines;
}

function entry(candidate: Candidate, quotes: Quotes, canvas: Canvas): readonly string[] {
  const { observation, why } = candidate;
  const reasons = prose("     ", escapeText(why), canvas).map((line) => canvas.paint("dim", line));
  const place = placeOf(observation, quotes);
  if (quotes.knowsPlacesOnly === true)
    return [` ? ${canvas.paint("cyan", fitMiddle(place, canvas.width - 3))}`, ...reasons];
  const head = ` ? ${momentOf(observation)} ${observation.kind}`;
  return [
    ...headed({ text: head, style: "dim" }, place, canvas),
    ...quoted(quotes.lineOf(candidate), canvas),
    ...reasons,
  ];
}
