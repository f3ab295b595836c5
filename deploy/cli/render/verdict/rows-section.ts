import { heading, prose } from "../canvas.ts";
import type { Canvas } from "../canvas.ts";
import { escapeText } from "../escape-text.ts";
import { clockTime, counted } from "../figures.ts";
import { outcomeMarks, stageStrip } from "../stage-marks.ts";
import type { Row, Summary } from "../summary.ts";
import { fit, fitMiddle, padEnd, widthOf } from "../text-width.ts";

const platformWidth = 7;
const stripWidth = 6;
const timeWidth = 19;

/** The requests that were asked for, newest first. */
export function rowsSection(summary: Summary, canvas: Canvas): readonly string[] {
  if (summary.rows.length === 0) return [];
  const onlyFailed = summary.rows.every((row) => row.outcome === "failed");
  const columns = layout(summary.rows, canvas.width);
  const more = summary.listed - summary.rows.length;
  return [
    heading(onlyFailed ? "FAILED REQUESTS, NEWEST FIRST" : "REQUESTS, NEWEST FIRST", canvas),
    canvas.paint("dim", header(columns)),
    ...summary.rows.map((row) => line(row, columns, canvas)),
    ...(more > 0 ? ["", ...prose(" … ", `and ${counted(more, "more request")}: --limit ${summary.listed} or --json`, canvas)] : []),
    "",
    ...prose(" ", "stages 1 to 6: ● done  ○ passed, by what follows  ✗ failed  ◐ waiting  · not known", canvas).map((each) => canvas.paint("dim", each)),
    ...prose(" ", "One request in full, with its evidence: --key KEY", canvas).map((each) => canvas.paint("dim", each)),
  ];
}

interface Columns {
  readonly host: number;
  readonly key: number;
  readonly cause: number;
}

/** Times, platforms and strips have their width; host, key and cause share the rest as they need it. */
function layout(rows: readonly Row[], width: number): Columns {
  const room = width - (3 + timeWidth + 1 + 1 + platformWidth + 1 + 1 + stripWidth + 1);
  const longest = (of: (row: Row) => string, least: number): number => Math.max(least, ...rows.map((row) => widthOf(escapeText(of(row)))));
  const host = Math.min(longest((row) => row.host, 4), Math.max(4, Math.floor(room * 0.2)));
  const causeWanted = longest((row) => row.cause ?? "", 5);
  const keyWanted = longest((row) => row.key, 3);
  const cause = Math.min(causeWanted, Math.max(5, Math.floor((room - host) * 0.62)));
  return { host, cause, key: Math.max(3, Math.min(keyWanted, room - host - cause)) };
}

function header(columns: Columns): string {
  const cells = ["  ", padEnd("time (UTC)", timeWidth), padEnd("host", columns.host), padEnd("device", platformWidth), padEnd("key", columns.key), padEnd("stages", stripWidth), "cause"];
  return cells.join(" ").trimEnd();
}

function line(row: Row, columns: Columns, canvas: Canvas): string {
  const mark = outcomeMarks[row.outcome];
  const cells = [
    ` ${canvas.paint(mark.style, mark.sign)}`,
    padEnd(row.at === null ? "time not known" : clockTime(row.at), timeWidth),
    padEnd(fitMiddle(escapeText(row.host), columns.host), columns.host),
    padEnd(row.platform === "unknown" ? "–" : row.platform, platformWidth),
    padEnd(fitMiddle(escapeText(row.key), columns.key), columns.key),
    stageStrip(row.stages, canvas.paint),
    row.cause === null ? canvas.paint("dim", "–") : fit(row.cause, columns.cause),
  ];
  return cells.join(" ");
}
