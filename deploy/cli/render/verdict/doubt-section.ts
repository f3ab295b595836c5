import { heading, prose } from "../canvas.ts";
import type { Canvas } from "../canvas.ts";
import { grouped } from "../figures.ts";
import type { Summary } from "../summary.ts";
import { rejectWords } from "../reject-words.ts";
import { padStart } from "../text-width.ts";

/** How sure all this is, and what could not be read. */
export function doubtSection(summary: Summary, canvas: Canvas): readonly string[] {
  const lines = [...bindings(summary), ...rejections(summary)];
  if (lines.length === 0) return [];
  const figureWidth = Math.max(...lines.map(({ figure }) => figure.length));
  return [
    heading("HOW SURE THIS IS", canvas),
    ...lines.flatMap(({ figure, text }) => prose(` ${padStart(figure, figureWidth)}  `, text, canvas)),
  ];
}

interface Line {
  readonly figure: string;
  readonly text: string;
}

function bindings(summary: Summary): readonly Line[] {
  const { key, exact, probable, ambiguous, unbound, unknownZone } = summary.doubt;
  const bound = key + exact + probable;
  if (bound + ambiguous + unbound === 0) return [];
  const lines = [
    {
      figure: grouped(bound),
      text: `${bound === 1 ? "record belongs" : "records belong"} to a request: ${grouped(key)} by a shared key, ${grouped(exact)} as the only possibility, ${grouped(probable)} as clearly the likeliest`,
    },
  ];
  if (ambiguous > 0)
    lines.push({
      figure: grouped(ambiguous),
      text: "mentions of records that fit several requests: bound to none, listed as candidates of each",
    });
  if (unbound > 0)
    lines.push({
      figure: grouped(unbound),
      text: `${unbound === 1 ? "record belongs" : "records belong"} to no request`,
    });
  if (unknownZone > 0)
    lines.push({
      figure: grouped(unknownZone),
      text: `${unknownZone === 1 ? "request has" : "requests have"} times of a clock whose zone is not known: give it with --zone`,
    });
  return lines;
}

function rejections(summary: Summary): readonly Line[] {
  return [...summary.rejected]
    .sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1))
    .map(([reason, count]) => ({
      figure: grouped(count),
      text: `not read, ${reason}: ${rejectWords[reason]}`,
    }));
}
