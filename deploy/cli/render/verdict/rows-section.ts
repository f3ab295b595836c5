import { heading, prose } from "../canvas.ts";
import type { Canvas } from "../canvas.ts";
import { escapeText } from "../../../../processors/wording/index.ts";
import { doubtMarksExplained } from "../doubt-marks.ts";
import { clockTime, counted } from "../figures.ts";
import { outcomeMarks, stageStrip } from "../stage-marks.ts";
import type { Row, Summary } from "../summary.ts";
import { fit, fitMiddle, padEnd, widthOf } from "../text-width.ts";
import { zoneWord } from "./zone-word.ts";

const platformWidth = 7;
const stripWidth = 6;

/** The requests that were asked for, newest first. */
export function rowsSection(summary: Summary, canvas: Canvas): readonly string[] {
  if (summary.rows.length === 0) return [];
  const onlyFailed = summary.rows.every((row) => row.outcome === "failed");
  const columns = layout(summary.rows, canvas.width);
  const more = summary.listed - summary.rows.length;
  return [
    heading(
      `${onlyFailed ? "FAILED REQUESTS" : "REQUESTS"}, NEWEST FIRST${columns.day === "" ? "" : `, ${columns.day}`}`,
      canvas,
    ),
    canvas.paint("dim", header(columns, zoneWord(summary))),
    ...summary.rows.map((row) => line(row, columns, canvas)),
    ...(more > 0
      ? [
          "",
          ...prose(
            " … ",
            `and ${counted(more, "more request")}: --limit ${summary.listed} or --json`,
            canvas,
          ),
        ]
      : []),
    "",
    ...prose(
      " ",
      "stages 1 to 6: ● done  ○ passed, by what follows  ✗ failed  ◐ waiting  · not known",
      canvas,
    ).map((each) => canvas.paint("dim", each)),
    ...doubtMarksExplained(
      summary.rows.map(({ doubt }) => doubt),
      canvas,
    ),
    ...prose(" ", "One request in full, with its evidence: --key KEY", canvas).map((each) =>
      canvas.paint("dim", each),
    ),
  ];
}

interface Columns {
  /** A day that all rows share stands in the heading. */
  readonly day: string;
  readonly clock: number;
  /** With its mark, where one of the times is doubtful. */
  readonly time: number;
  readonly nameOf: (host: string) => string;
  readonly host: number;
  readonly key: number;
  readonly cause: number;
}

/** Times, platforms and strips have their width; the cause gets what it needs first, the key what is left. */
function layout(rows: readonly Row[], width: number): Columns {
  const days = new Set(rows.map((row) => (row.at === null ? "" : clockTime(row.at).slice(0, 10))));
  const day = days.size === 1 ? ([...days][0] ?? "") : "";
  const clock = day === "" ? 19 : 8;
  const time = clock + (rows.some(({ doubt }) => doubt !== null) ? 1 : 0);
  const room = width - (2 + time + platformWidth + stripWidth + 6);
  const nameOf = shortNames(rows);
  const longest = (of: (row: Row) => string, least: number): number =>
    Math.max(least, ...rows.map((row) => widthOf(escapeText(of(row)))));
  const host = Math.min(
    longest((row) => nameOf(row.host), 4),
    Math.max(3, Math.floor(room * 0.25)),
  );
  const cause = Math.min(
    longest((row) => row.cause ?? "", 5),
    Math.max(5, room - host - keyLeast),
  );
  return {
    day,
    clock,
    time,
    nameOf,
    host,
    cause,
    key: Math.max(
      3,
      Math.min(
        longest((row) => row.key, 3),
        room - host - cause,
      ),
    ),
  };
}

const keyLeast = 9;

/** Without the domain, where that leaves them distinct. */
function shortNames(rows: readonly Row[]): (host: string) => string {
  const hosts = [...new Set(rows.map((row) => row.host))];
  const short = new Set(hosts.map(firstLabel));
  return short.size === hosts.length ? firstLabel : (host) => host;
}

function firstLabel(host: string): string {
  return /^[\d.:]+$/.test(host) ? host : (host.split(".")[0] ?? host);
}

/** Where the zone is not known the head of the verdict says so: here is no room for it. */
function header(columns: Columns, zone: string): string {
  const named = columns.clock < 10 ? zone : `time (${zone})`;
  const cells = [
    "  ",
    padEnd(zone === "UTC" ? named : "time", columns.time),
    padEnd(fit("host", columns.host), columns.host),
    padEnd("device", platformWidth),
    padEnd("key", columns.key),
    padEnd("stages", stripWidth),
    "cause",
  ];
  return cells.join(" ").trimEnd();
}

function line(row: Row, columns: Columns, canvas: Canvas): string {
  const mark = outcomeMarks[row.outcome];
  const cells = [
    ` ${canvas.paint(mark.style, mark.sign)}`,
    padEnd(row.at === null ? "–" : momentOf(row.at, row, columns), columns.time),
    padEnd(fitMiddle(escapeText(columns.nameOf(row.host)), columns.host), columns.host),
    padEnd(row.platform === "unknown" ? "–" : row.platform, platformWidth),
    padEnd(fitMiddle(escapeText(row.key), columns.key), columns.key),
    stageStrip(row.stages, canvas.paint),
    row.cause === null ? canvas.paint("dim", "–") : fit(row.cause, columns.cause),
  ];
  return cells.join(" ");
}

function momentOf(at: number, { doubt }: Row, { clock }: Columns): string {
  return clockTime(at).slice(-clock) + (doubt === null ? "" : "~");
}
