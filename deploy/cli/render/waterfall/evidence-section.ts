import { isDoubtful } from "../../../../processors/contract/index.ts";
import type { DoubtfulTrust, Evidence, Observation, Request } from "../../../../processors/contract/index.ts";
import { alignedWidth, heading, prose } from "../canvas.ts";
import type { Canvas } from "../canvas.ts";
import { escapeText, logLine } from "../../../../processors/wording/index.ts";
import { doubtMarksExplained } from "../doubt-marks.ts";
import type { Style } from "../frame.ts";
import { clockTime, counted, timeOfDay } from "../figures.ts";
import { stageNames, statusMarks } from "../stage-marks.ts";
import type { Quotes } from "../quotes.ts";
import { fit, fitMiddle, padEnd, padStart, widthOf, wrap } from "../text-width.ts";

const shownMax = 200;
const quotedLinesMax = 6;
const sayingColumnsMax = 240;
const quotedCharsMax = 4_000;

/** The records that prove it, in order of time. */
export function evidenceSection(request: Request, quotes: Quotes, canvas: Canvas): readonly string[] {
  const { evidence } = request;
  if (evidence.length === 0) return [];
  const lines = [heading(`EVIDENCE, ${counted(evidence.length, "record").toUpperCase()}`, canvas)];
  let day = "";
  for (const each of evidence.slice(0, shownMax)) {
    const today = each.observation.at === null ? day : clockTime(each.observation.at).slice(0, 10);
    if (today !== day) lines.push(canvas.paint("dim", ` ${today}`));
    day = today;
    lines.push(...entry(each, quotes, canvas));
  }
  if (evidence.length > shownMax)
    lines.push(
      ...prose(
        " … ",
        `and ${counted(evidence.length - shownMax, "more record")}: --json has them all`,
        canvas,
      ),
    );
  lines.push(
    ...doubtMarksExplained(
      evidence.map(({ observation }) => doubtOf(observation)),
      canvas,
    ),
  );
  lines.push(...prose(" ", placesExplained, canvas).map((line) => canvas.paint("dim", line)));
  return lines;
}

/** Null: its time is UTC, or there is none. */
function doubtOf({ at, trust }: Observation): DoubtfulTrust | null {
  return at !== null && isDoubtful(trust) ? trust : null;
}

const placesExplained =
  "Places are FILE:BYTES, the bytes that stand before the record: tail -c +$((BYTES + 1)) FILE begins with it; --json tells its length.";

function entry(evidence: Evidence, quotes: Quotes, canvas: Canvas): readonly string[] {
  const { observation, stage, grade, why } = evidence;
  const mark = markOf(observation);
  const line = quotes.lineOf(evidence);
  const head = fit(
    ` ${mark.sign} ${momentOf(observation)} ${stage} ${padEnd(stageNames[stage], 8)} ${observation.kind}`,
    canvas.width,
  );
  return [
    ...headed({ text: head, style: mark.style }, placeOf(observation, quotes), canvas),
    ...quoted(line, canvas),
    ...saying(observation, line, canvas),
    ...prose("     ", `${grade}: ${escapeText(why)}`, canvas).map((line) => canvas.paint("dim", line)),
  ];
}

/** The place stands at the right end where there is room for it, else on a line of its own. */
export function headed(
  head: { readonly text: string; readonly style: Style },
  place: string,
  canvas: Canvas,
): readonly string[] {
  const room = alignedWidth(canvas) - widthOf(head.text) - 2;
  const painted = canvas.paint(head.style, head.text);
  if (widthOf(place) <= room) return [`${painted}  ${canvas.paint("cyan", padStart(place, room))}`];
  return [painted, `     ${canvas.paint("cyan", fitMiddle(place, canvas.width - 5))}`];
}

function markOf(observation: Observation): (typeof statusMarks)["done"] {
  if (observation.outcome === "failed") return statusMarks.failed;
  if (observation.outcome === "ok") return statusMarks.done;
  return observation.outcome === "pending" ? statusMarks.pending : statusMarks.unknown;
}

/** A coarse clock is shown as coarse; a time that may be wrong by hours is marked by `~`. */
export function momentOf(observation: Observation): string {
  if (observation.at === null) return padEnd("no time", 13);
  const text =
    observation.resolutionMs >= 1000 ? timeOfDay(observation.at).slice(0, 8) : timeOfDay(observation.at);
  return padEnd(text + (doubtOf(observation) === null ? "" : "~"), 13);
}

/** `path:offset`, as `tail -c +N` and editors find it. */
export function placeOf(observation: Observation, quotes: Pick<Quotes, "pathOf">): string {
  return `${escapeText(quotes.pathOf(observation.fileId))}:${observation.offset}`;
}

/**
 * The record in its own words. A long one shows its beginning and its end: rows carry status and duration there, events what
 * they are about.
 */
export function quoted(text: string, canvas: Canvas): readonly string[] {
  const bar = `     ${canvas.paint("dim", "│")} `;
  const lines = wrap(escapeText(shortened(logLine(text))), canvas.width - 7);
  if (text.trim() === "") return [];
  if (lines.length <= quotedLinesMax) return lines.map((line) => bar + line);
  const left = counted(lines.length - quotedLinesMax + 1, "line");
  return [
    ...lines.slice(0, quotedLinesMax - 2).map((line) => bar + line),
    `     ${canvas.paint("dim", `┊ ${left} left out`)}`,
    bar + (lines.at(-1) ?? ""),
  ];
}

function shortened(text: string): string {
  if (text.length <= quotedCharsMax) return text;
  return `${text.slice(0, quotedCharsMax / 2)} … ${text.slice(-quotedCharsMax / 2)}`;
}

/** What the writer says inside of an envelope that is too long to be shown. */
function saying(observation: Observation, line: string, canvas: Canvas): readonly string[] {
  const text = escapeText(logLine(observation.facts.text ?? ""));
  if (text === "" || widthOf(escapeText(logLine(line))) <= (canvas.width - 7) * quotedLinesMax) return [];
  return prose("     says: ", fit(text, sayingColumnsMax), canvas);
}
