import { alignedWidth, heading, prose, spread } from "../canvas.ts";
import type { Canvas } from "../canvas.ts";
import { withoutMessage } from "../../../../processors/contract/index.ts";
import { claimedWords, deviceWords, escapeText } from "../../../../processors/wording/index.ts";
import { counted, grouped, period } from "../figures.ts";
import { severityMarks, stageNames } from "../stage-marks.ts";
import { stepLines, stepsInShort } from "../step-lines.ts";
import type { CauseTally, Summary } from "../summary.ts";
import { hang, widthOf } from "../text-width.ts";
import { zoneWord } from "./zone-word.ts";

const shownMax = 12;
/** Causes that are told in full; the others name their first step and where the rest is. */
const inFullMax = 3;
const hostsShownMax = 3;
const alternativesShownMax = 3;

/** Why, and what to do: the cause that does most harm first. */
export function causesSection(summary: Summary, canvas: Canvas): readonly string[] {
  if (summary.causes.length === 0 && summary.unexplained === 0) return [];
  const shown = summary.causes.slice(0, shownMax);
  const lines = [heading("WHY, AND WHAT TO DO", canvas), ...whose(shown, canvas)];
  const zone = zoneWord(summary);
  shown.forEach((tally, index) =>
    lines.push(...(index === 0 ? [] : [""]), ...entry({ tally, zone }, index + 1, canvas)),
  );
  const more = summary.causes.length - shown.length;
  if (more > 0)
    lines.push("", ...prose("… ", `and ${counted(more, "more cause")}: --json has them all`, canvas));
  if (summary.unexplained > 0) lines.push("", ...unexplained(summary.unexplained, canvas));
  return lines;
}

function whose(shown: readonly CauseTally[], canvas: Canvas): readonly string[] {
  if (shown.length === 0) return [];
  return prose(indent, claimedWords, canvas).map((line) => canvas.paint("dim", line));
}

interface Told {
  readonly tally: CauseTally;
  /** What stands behind its times. */
  readonly zone: string;
}

function entry({ tally, zone }: Told, number: number, canvas: Canvas): readonly string[] {
  const { cause } = tally;
  const mark = severityMarks[cause.severity];
  const amount = `${cause.severity} · ${counted(tally.requests, "request")}`;
  const lead = `${String(number).padStart(2)} ${mark.sign} `;
  return [
    ...titled(`${lead}${cause.title}`, canvas.paint(mark.style, amount), canvas),
    ...prose(indent, facts({ tally, zone }), canvas).map((line) => canvas.paint("dim", line)),
    ...(number <= inFullMax ? inFull(tally, canvas) : stepsInShort(indent, tally.cause, canvas)),
    ...prose(indent, `one of them: --key ${escapeText(tally.exampleKey)}`, canvas).map((line) =>
      canvas.paint("cyan", line),
    ),
  ];
}

const indent = "     ";

/** A title is the verdict itself: it goes on below itself rather than being cut, and how many it concerns goes below it where both have no room. */
function titled(title: string, amount: string, canvas: Canvas): readonly string[] {
  const width = alignedWidth(canvas);
  const room = width - widthOf(amount) - widthOf(indent) - 2;
  const isBeside = room >= titleWidthMin;
  const [first = "", ...rest] = hang(
    title.slice(0, indent.length),
    title.slice(indent.length),
    isBeside ? room + widthOf(indent) : width,
  );
  const bold = rest.map((line) => canvas.paint("bold", line));
  return isBeside
    ? [spread(canvas.paint("bold", first), amount, width), ...bold]
    : [canvas.paint("bold", first), ...bold, `${indent}${amount}`];
}

const titleWidthMin = 20;

function inFull(tally: CauseTally, canvas: Canvas): readonly string[] {
  const { cause } = tally;
  return [
    ...prose(indent, cause.why, canvas),
    ...prose(`${indent}seen: `, escapeText(withoutMessage(tally.because)), canvas).map((line) =>
      canvas.paint("dim", line),
    ),
    ...stepLines(indent, cause.steps, canvas),
    ...alternatives(tally, canvas),
  ];
}

function facts({ tally, zone }: Told): string {
  const { cause } = tally;
  const where = cause.stage === 0 ? "host" : `stage ${cause.stage} ${stageNames[cause.stage]}`;
  const hosts = tally.hosts.filter(([host]) => host !== "");
  const named = hosts
    .slice(0, hostsShownMax)
    .map(([host, requests]) =>
      hosts.length === 1 ? escapeText(host) : `${escapeText(host)} (${grouped(requests)})`,
    );
  const rest = hosts.length > hostsShownMax ? [`${hosts.length - hostsShownMax} more hosts`] : [];
  return [cause.id, where, [...named, ...rest].join(", "), spanOf({ tally, zone })]
    .filter((each) => each !== "")
    .join(" · ");
}

/** Since when and until when each cause was, and for how many devices. */
export function causeSpans(summary: Summary): ReadonlyMap<string, string> {
  const zone = zoneWord(summary);
  return new Map(summary.causes.map((tally) => [tally.cause.id, spanOf({ tally, zone })]));
}

function spanOf({ tally: { first, last, devices }, zone }: Told): string {
  const when = first === null || last === null ? [] : [period(first, last, zone)];
  return [...when, deviceWords(devices)].join(" · ");
}

function alternatives(tally: CauseTally, canvas: Canvas): readonly string[] {
  const shown = tally.alternatives.slice(0, alternativesShownMax);
  if (shown.length === 0) return [];
  return shown.flatMap(({ cause, tellApart }, index) =>
    prose(index === 0 ? "     or else " : "             ", `${cause.id}: ${tellApart}`, canvas).map((line) =>
      canvas.paint("dim", line),
    ),
  );
}

function unexplained(count: number, canvas: Canvas): readonly string[] {
  return prose(
    " ? ",
    `${counted(count, "failed request")} without a cause: no log at hand holds a known reason. Look at one with --key.`,
    canvas,
  );
}
