import type { Stage } from "../../../../processors/contract/index.ts";
import type { Canvas } from "../canvas.ts";
import { prose } from "../canvas.ts";
import { escapeText } from "../../../../processors/wording/index.ts";
import { bytes, clockTime, counted, grouped, period } from "../figures.ts";
import type { Style } from "../frame.ts";
import { stageNames, stages } from "../stage-marks.ts";
import type { Summary } from "../summary.ts";
import { padEnd, padStart } from "../text-width.ts";
import { zoneWord } from "./zone-word.ts";

/** How many, how many failed, since when, where. */
export function headSection(summary: Summary, canvas: Canvas): readonly string[] {
  const lines = [...verdict(summary, canvas), ...read(summary, canvas)];
  return total(summary) === 0 ? lines : [...lines, ...when(summary, canvas), ...where(summary, canvas)];
}

function total({ outcomes }: Summary): number {
  return outcomes.succeeded + outcomes.failed + outcomes.open + outcomes.unknown;
}

function verdict(summary: Summary, canvas: Canvas): readonly string[] {
  const all = total(summary);
  if (all === 0) return nothing(summary, canvas);
  const { failed } = summary.outcomes;
  if (failed > 0)
    return [
      ...painted("red", `✗ ${bad(failed, all)}${undecided(summary)}`, canvas),
      ...since(summary, canvas),
    ];
  const rest = undecided(summary);
  if (rest === "") return succeeded(summary, all, canvas);
  const text = `◐ No certificate request is known to have failed: ${grouped(summary.outcomes.succeeded)} of ${grouped(all)} succeeded${rest}`;
  return painted("yellow", text, canvas);
}

/** Of what was asked for, and only as far as it could be read. */
function succeeded(summary: Summary, all: number, canvas: Canvas): readonly string[] {
  const asked = summary.others > 0 ? " that were asked for" : "";
  const whole =
    all === 1 ? "The one certificate request" : `All ${counted(all, "certificate request")}${asked}`;
  const { lost } = summary;
  return lost === 0
    ? painted("green", `✓ ${whole} succeeded`, canvas)
    : painted(
        "yellow",
        `◐ ${whole} succeeded, but ${counted(lost, "file or archive", "files or archives")} could not be read in full`,
        canvas,
      );
}

function nothing({ others, sources, rejected }: Summary, canvas: Canvas): readonly string[] {
  if (others > 0) {
    const text = `? None of the ${counted(others, "certificate request")} in these logs is what was asked for: loosen the filters.`;
    return painted("bold", text, canvas);
  }
  return [
    ...painted("bold", "? No certificate request was found in these logs.", canvas),
    ...prose("  ", `${whyNothing(sources.records, rejected.length > 0)} ${whatElse}`, canvas),
  ];
}

function whyNothing(records: number, isRejected: boolean): string {
  if (records === 0)
    return isRejected
      ? "Not one record could be read; why is told below."
      : "There is not one record in them: they hold headers only, or nothing.";
  return `${counted(records, "record was", "records were")} read; by themselves they show no request by SCEP (a CA also serves others).`;
}

const whatElse =
  "Give the logs of the NDES server as well: IIS, NDESPlugin.log, .svclog files, the event channels of the connector. `scepscope formats` lists what can be read.";

function bad(failed: number, all: number): string {
  return all === 1
    ? "The one certificate request failed"
    : `${grouped(failed)} of ${counted(all, "certificate request")} failed`;
}

function painted(style: Style, text: string, canvas: Canvas): readonly string[] {
  return prose(text.slice(0, 2), text.slice(2), canvas).map((line) => canvas.paint(style, line));
}

function undecided({ outcomes: { open, unknown } }: Summary): string {
  return `${open > 0 ? `, ${grouped(open)} still open` : ""}${unknown > 0 ? `, ${grouped(unknown)} without a known end` : ""}`;
}

function since(summary: Summary, canvas: Canvas): readonly string[] {
  const worst = summary.hosts[0];
  const start =
    summary.firstFailure === null
      ? "at times that the logs do not tell"
      : `since ${clockTime(summary.firstFailure)} ${zoneWord(summary)}`;
  if (worst === undefined || worst.host === "") return prose("  ", start, canvas);
  const share =
    worst.failed === summary.outcomes.failed
      ? `all on ${escapeText(worst.host)}`
      : `${grouped(worst.failed)} of them on ${escapeText(worst.host)}`;
  return prose("  ", `${start}, ${share}`, canvas);
}

function read(summary: Summary, canvas: Canvas): readonly string[] {
  const { files, records, bytes: size } = summary.sources;
  const parts = [
    counted(files, "file"),
    counted(records, "record"),
    bytes(size),
    ...hosts(summary),
    ...(summary.lost > 0 ? [`${grouped(summary.lost)} not read in full`] : []),
    ...(summary.others > 0 ? [`${counted(summary.others, "other request")} left out by the filters`] : []),
  ];
  if (summary.first !== null && summary.last !== null)
    parts.push(`requests of ${period(summary.first, summary.last, zoneWord(summary))}`);
  return prose("  ", parts.join(" · "), canvas).map((line) => canvas.paint("dim", line));
}

/** All that have a name, as the JSON lists them, and of how many of them there is a request. */
function hosts(summary: Summary): readonly string[] {
  const named = summary.hosts.filter(({ host }) => host !== "");
  const busy = named.filter(({ requests }) => requests > 0).length;
  if (named.length === 0) return [];
  const all = counted(named.length, "host");
  return [busy === 0 || busy === named.length ? all : `${all}, ${grouped(busy)} of them with requests`];
}

const strokes = " ▁▂▃▄▅▆▇█";

/** Two strips over the same time: all requests, and those that failed. */
function when(summary: Summary, canvas: Canvas): readonly string[] {
  const { first, last } = summary;
  const cells = Math.min(72, canvas.width - 16);
  if (first === null || last === null || last - first < 60_000 || cells < 10) return [];
  const all = summary.timeline.all.resample(first, last, cells);
  const failed = summary.timeline.failed.resample(first, last, cells);
  const peak = Math.max(1, ...all);
  const strip = (counts: readonly number[]): string =>
    counts.map((count) => strokes[count === 0 ? 0 : Math.max(1, Math.round((count / peak) * 8))]).join("");
  const lines = ["", `  ${padEnd("requests", 10)}▕${strip(all)}▏`];
  if (summary.outcomes.failed > 0)
    lines.push(`  ${padEnd("failed", 10)}▕${canvas.paint("red", strip(failed))}▏`);
  return [...lines, ...ends({ from: first, to: last, zone: zoneWord(summary) }, cells, canvas)];
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
}

/** When strips begin and end: below their ends, or one behind the other where they would touch. */
function ends(span: Span, cells: number, canvas: Canvas): readonly string[] {
  const [from, to] = [clockTime(span.from).slice(0, 16), clockTime(span.to).slice(0, 16)];
  const clock = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to;
  const end = span.zone === "UTC" ? `${clock} UTC` : clock;
  const lines =
    from.length + 2 + end.length > cells
      ? prose("  ", `${from} – ${end}`, canvas)
      : [`${" ".repeat(13)}${from}${padStart(end, cells - from.length)}`];
  return lines.map((line) => canvas.paint("dim", line));
}

/** In which stage they failed, as bars. */
function where(summary: Summary, canvas: Canvas): readonly string[] {
  const most = Math.max(...summary.failedIn.values(), 0);
  if (most === 0) return [];
  const room = Math.min(40, canvas.width - 34);
  const line = (stage: Stage): string => {
    const count = summary.failedIn.get(stage) ?? 0;
    const bar = "█".repeat(Math.max(count > 0 ? 1 : 0, Math.round((count / most) * room)));
    const label = `  ${stage} ${padEnd(stageNames[stage], 8)}`;
    return count === 0
      ? canvas.paint("dim", `${label} ·`)
      : `${label} ${canvas.paint("red", bar)} ${grouped(count)} failed here`;
  };
  return ["", ...stages.map(line)];
}
