import type { StageView } from "../contract/index.ts";

/** Where moments lie between 0 and 1. Long times in which nothing happened are shortened, and said to be. */
export interface TimeAxis {
  readonly from: number;
  readonly to: number;
  readonly place: (at: number) => number;
  /** Middles of the shortened times. */
  readonly cuts: readonly number[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A silence may take so much of the axis, against the time in which something happened. */
const silenceShare = 0.15;

export function timeAxis(views: readonly StageView[]): TimeAxis | null {
  const busy = union(
    views.flatMap((view) =>
      view.at === null ? [] : [{ from: view.at, to: view.at + Math.max(0, view.durationMs ?? 0) }],
    ),
  );
  const first = busy[0];
  const last = busy.at(-1);
  if (first === undefined || last === undefined) return null;
  const active = Math.max(
    1,
    busy.reduce((sum, span) => sum + span.to - span.from, 0),
  );
  const silenceMax = active * silenceShare;
  const anchors: { at: number; shown: number }[] = [];
  const cuts: number[] = [];
  let shown = 0;
  busy.forEach((span, index) => {
    const before = busy[index - 1];
    const silence = before === undefined ? 0 : span.from - before.to;
    if (silence > silenceMax) cuts.push(shown + silenceMax / 2);
    shown += Math.min(silence, silenceMax);
    anchors.push({ at: span.from, shown });
    shown += span.to - span.from;
    anchors.push({ at: span.to, shown });
  });
  const whole = Math.max(shown, 1);
  return {
    from: first.from,
    to: last.to,
    place: (at) => placeOf(at, anchors) / whole,
    cuts: cuts.map((cut) => cut / whole),
  };
}

function union(spans: readonly Span[]): readonly Span[] {
  const merged: { from: number; to: number }[] = [];
  for (const span of spans.toSorted((left, right) => left.from - right.from)) {
    const before = merged.at(-1);
    if (before !== undefined && span.from <= before.to) before.to = Math.max(before.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}

function placeOf(at: number, anchors: readonly { readonly at: number; readonly shown: number }[]): number {
  const after = anchors.findIndex((anchor) => anchor.at >= at);
  const right = anchors[after];
  if (right === undefined) return anchors.at(-1)?.shown ?? 0;
  const left = anchors[after - 1];
  if (left === undefined || right.at === left.at) return right.shown;
  return left.shown + ((at - left.at) / (right.at - left.at)) * (right.shown - left.shown);
}
