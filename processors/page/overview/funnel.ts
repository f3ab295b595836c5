import type { StageStatus, Summary } from "../../contract/index.ts";
import { grouped, stageNames, stages, stageWords } from "../../wording/index.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";

type Counts = Readonly<Record<StageStatus, number>>;

/** The six stages side by side: how many passed each, and where the others went. */
export function funnel({ requests, stages: counts }: Summary): Html {
  return html`<section class="panel funnel" aria-labelledby="funnel-title" data-part="funnel">
    <h2 id="funnel-title">Through the six stages</h2>
    <svg class="flow" viewBox="0 0 600 100" preserveAspectRatio="none" aria-hidden="true">
      ${drawing(counts, requests)}
    </svg>
    <ol>
      ${stages.map((stage) => column(stage, counts[stage - 1] ?? noCounts, requests))}
    </ol>
    <p class="legend">
      ${keys.map(([tone, words]) => html`<span><i class="key ${tone}"></i>${words}</span>`)}
    </p>
  </section>`;
}

const keys = [
  ["ok", "passed: a record tells it, or a later stage proves it"],
  ["wait", "pending"],
  ["bad", "failed"],
  ["mute", "no record, and nothing that proves it"],
] as const;

const noCounts: Counts = { done: 0, failed: 0, pending: 0, implied: 0, unknown: 0 };

function column(stage: 1 | 2 | 3 | 4 | 5 | 6, counts: Counts, requests: number): Html {
  const passed = counts.done + counts.implied;
  return html`<li>
    <h3 title="${stageWords[stage]}"><span class="number">${stage}</span> ${stageNames[stage]}</h3>
    <p>
      <b>${grouped(passed)}</b>
      <span class="dim"
        >passed${requests === 0 ? "" : html`<span class="share">, ${Math.round((passed / requests) * 100)} %</span>`}</span
      >
    </p>
    ${counts.failed === 0 ? "" : html`<p class="bad"><b>${grouped(counts.failed)}</b> failed</p>`}
    ${counts.pending === 0 ? "" : html`<p class="wait"><b>${grouped(counts.pending)}</b> pending</p>`}
  </li>`;
}

const columnWidth = 64;
const pitch = 100;

interface Stack {
  readonly passed: number;
  readonly pending: number;
  readonly failed: number;
}

function drawing(counts: readonly Counts[], requests: number): readonly Html[] {
  const whole = Math.max(1, requests);
  const stacks = stages.map((stage): Stack => {
    const { done, implied, pending, failed } = counts[stage - 1] ?? noCounts;
    const height = (count: number): number => (count / whole) * 96;
    return { passed: height(done + implied), pending: height(pending), failed: height(failed) };
  });
  return stacks.flatMap((stack, index) => [
    ...flowTo(stack, stacks[index + 1], index),
    ...pillar(stack, index),
  ]);
}

/** What passed flows on to what arrived at the next stage. */
function flowTo(from: Stack, to: Stack | undefined, index: number): readonly Html[] {
  if (to === undefined) return [];
  const left = leftOf(index) + columnWidth;
  const right = leftOf(index + 1);
  const [start, end] = [100 - from.passed, 100 - Math.min(from.passed, to.passed + to.pending + to.failed)];
  return [
    html`<polygon
      class="flowing"
      points="${left},100 ${left},${round(start)} ${right},${round(end)} ${right},100"
    ></polygon>`,
  ];
}

function pillar(stack: Stack, index: number): readonly Html[] {
  const parts = [
    ["ok", stack.passed],
    ["wait", stack.pending],
    ["bad", stack.failed],
  ] as const;
  let top = 100;
  const rects: Html[] = [
    html`<rect class="ground" x="${leftOf(index)}" y="4" width="${columnWidth}" height="96"></rect>`,
  ];
  for (const [tone, height] of parts) {
    if (height === 0) continue;
    top -= height;
    rects.push(
      html`<rect
        class="${tone}"
        x="${leftOf(index)}"
        y="${round(top)}"
        width="${columnWidth}"
        height="${round(Math.max(height, 0.8))}"
      ></rect>`,
    );
  }
  return rects;
}

function leftOf(index: number): number {
  return index * pitch + (pitch - columnWidth) / 2;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
