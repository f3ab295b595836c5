import { heading, prose } from "../canvas.ts";
import type { Canvas } from "../canvas.ts";
import { endTellers, escapeText, refusalWords } from "../../../../processors/wording/index.ts";
import { grouped } from "../figures.ts";
import type { Rejection, Summary } from "../summary.ts";
import { rejectWords } from "../reject-words.ts";
import { padStart } from "../text-width.ts";

/** How sure all this is, and what could not be read. */
export function doubtSection(summary: Summary, canvas: Canvas): readonly string[] {
  const lines = doubtLines(summary);
  if (lines.length === 0) return [];
  const figureWidth = Math.max(...lines.map(({ figure }) => figure.length));
  return [
    heading("HOW SURE THIS IS", canvas),
    ...lines.flatMap(({ figure, text }) => prose(` ${padStart(figure, figureWidth)}  `, text, canvas)),
  ];
}

export interface Line {
  readonly figure: string;
  readonly text: string;
}

/** In the order in which they weigh. */
export function doubtLines(summary: Summary): readonly Line[] {
  return [
    ...bindings(summary),
    ...toldTwice(summary.doubt.deviceOnly),
    ...ofNoServer(summary.doubt.ofNoServer),
    ...undecided(summary),
    ...copied(summary.doubt.copied),
    ...undated(summary.doubt.undated),
    ...rejections(summary),
  ];
}

function bindings(summary: Summary): readonly Line[] {
  const { key, exact, probable, ambiguous, unbound, steps, refusals, untold } = summary.doubt;
  const bound = key + exact + probable;
  const shares =
    bound === 0
      ? ""
      : `: ${grouped(key)} by a shared key, ${grouped(exact)} as the only possibility, ${grouped(probable)} as clearly the likeliest`;
  const whose = summary.doubt.isNarrowed ? " of all these logs, whatever was asked for," : "";
  if (bound + ambiguous + unbound === 0) return silent(untold, whose);
  const lines = [
    {
      figure: grouped(bound),
      text: `${bound === 1 ? "record belongs" : "records belong"} to a request that is counted here${shares}`,
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
      text: `${unbound === 1 ? `record${whose} belongs` : `records${whose} belong`} to no request${others(unbound - steps, unbound)}`,
    });
  lines.push(...homeless(steps), ...refused(refusals), ...silent(untold, whose));
  return [...lines, ...zones(summary.doubt)];
}

function zones({ unknownZone, doubtfulHour }: Summary["doubt"]): readonly Line[] {
  const has = (count: number): string => (count === 1 ? "request has" : "requests have");
  const lines: Line[] = [];
  if (unknownZone > 0)
    lines.push({
      figure: grouped(unknownZone),
      text: `${has(unknownZone)} times of a clock whose zone is not known: give it with --zone`,
    });
  if (doubtfulHour > 0)
    lines.push({
      figure: grouped(doubtfulHour),
      text:
        `${has(doubtfulHour)} times of the hour in which a clock was put back or forward, and nothing in the log tells which of two moments they are: ` +
        "such a request may come in two halves, an hour apart, and count twice",
    });
  return lines;
}

function others(count: number, unbound: number): string {
  if (count === 0) return "";
  const said = count === unbound ? "" : ` ${grouped(count)} of them`;
  return `:${said} notes of services, bare calls, batches of reports, events of the host`;
}

/** It may fit several requests. Or its request may have lost its other lines, have gone on at another server, or be another program's. */
function homeless(count: number): readonly Line[] {
  if (count === 0) return [];
  const text =
    `of these ${count === 1 ? "is a step of a request" : "are steps of requests"}, and it is not known of which: several fit and have ${count === 1 ? "it" : "them"} as a candidate, the lines around ${count === 1 ? "it" : "them"} are missing, ` +
    "the client went on at a server whose logs say more, or another program called";
  return [{ figure: grouped(count), text }];
}

function refused(count: number): readonly Line[] {
  if (count === 0) return [];
  const text = `${count === 1 ? "record" : "records"} of no request ${refusalWords(count)}`;
  return [{ figure: grouped(count), text }];
}

function silent(untold: number, whose: string): readonly Line[] {
  if (untold === 0) return [];
  const text = `${untold === 1 ? `record${whose} tells` : `records${whose} tell`} nothing of a certificate or a server: other pages of the site, other programs, lines without a known text`;
  return [{ figure: grouped(untold), text }];
}

/** A POST carries no identifier in the server's logs, and clocks may differ by more than an identifier bridges. */
function toldTwice(count: number): readonly Line[] {
  if (count === 0) return [];
  const text =
    `${count === 1 ? "request is" : "requests are"} known from a device's own log only: no identifier that both logs carry at about the same time joins ${count === 1 ? "it" : "them"} to a call that a server logged, ` +
    `so ${count === 1 ? "it" : "each"} may be one of the others, counted a second time. Compare their identifiers, clients and times; a clock of another zone is given with --zone`;
  return [{ figure: grouped(count), text }];
}

/** IIS logs and NDESPlugin.log do not name their server, and in a folder where several are named, nobody knows whose they are. */
function ofNoServer(count: number): readonly Line[] {
  if (count === 0) return [];
  const text =
    `${count === 1 ? "request is" : "requests are"} of logs that do not tell their server, beside logs that name one: ${count === 1 ? "it" : "each"} may be one of the others, counted a second time. ` +
    "Put the logs of each server into a folder of its own, named after it";
  return [{ figure: grouped(count), text }];
}

/** An end that no log states is no failure, and no success either: what would tell it. */
function undecided({ outcomes: { open, unknown } }: Summary): readonly Line[] {
  const lines: Line[] = [];
  if (unknown > 0)
    lines.push({
      figure: grouped(unknown),
      text:
        `${unknown === 1 ? "request has" : "requests have"} no known end: no record that could be joined to ${unknown === 1 ? "it" : "them"} states it. ` +
        `These logs do: ${endTellers}. Which: --outcome unknown`,
    });
  if (open > 0)
    lines.push({
      figure: grouped(open),
      text: `${open === 1 ? "request was" : "requests were"} still under way where the logs end. Which: --outcome open`,
    });
  return lines;
}

/** The age of a status file is what tells that reports are stuck. */
function copied(count: number): readonly Line[] {
  if (count === 0) return [];
  const text =
    `${count === 1 ? "status file is" : "status files are"} younger than the last record on the same host: copied without the time of the file, so that ` +
    "nobody knows how long a report has waited. Copy with the times of the files: as a .zip, with robocopy /COPY:DAT or cp -p";
  return [{ figure: grouped(count), text }];
}

/** What an archive always has is local time of a zone that it does not tell. */
function undated(count: number): readonly Line[] {
  if (count === 0) return [];
  const text =
    `${count === 1 ? "status file has" : "status files have"} no time that is known, since ${count === 1 ? "its" : "their"} archive has none in UTC: nobody knows how long a report has waited. ` +
    "Copy the folder itself with the times of the files, with robocopy /COPY:DAT or cp -p, or pack it with a program that keeps them in UTC, such as zip of Info-ZIP";
  return [{ figure: grouped(count), text }];
}

function rejections(summary: Summary): readonly Line[] {
  return [...summary.rejected]
    .sort((left, right) => right.count - left.count || (nameOf(left) < nameOf(right) ? -1 : 1))
    .map(({ reason, hint, count, paths }) => ({
      figure: grouped(count),
      text: `not read, ${reason}: ${hint === "" ? rejectWords[reason] : hint}${placesOf(paths)}`,
    }));
}

function nameOf({ reason, hint }: Rejection): string {
  return `${reason} ${hint}`;
}

const pathsShownMax = 3;

function placesOf(paths: readonly string[]): string {
  const shown = paths.slice(0, pathsShownMax).map(escapeText);
  const more = paths.length > shown.length ? ", …" : "";
  return shown.length === 0 ? "" : ` (${shown.join(", ")}${more})`;
}
