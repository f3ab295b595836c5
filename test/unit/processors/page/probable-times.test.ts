import { expect, test } from "vitest";
import { pageText, requestPage, siteLinks } from "../../../../processors/page/index.ts";
import type { PageFrame } from "../../../../processors/page/index.ts";
import { madeRequest, startOfTime } from "../../../support/made-requests.ts";

const frame: PageFrame = {
  now: startOfTime,
  silentMs: 60_000,
  deaf: null,
  links: siteLinks,
  alertsAbout: () => [],
};

test("a time of a stage that only a probable record tells is marked, and nothing else is", () => {
  const made = madeRequest({ id: "a", stage: 2, outcome: "open" });
  const page = (unsure: readonly number[]): string => {
    const stages = made.view.stages.map((stage) =>
      unsure.includes(stage.stage) ? { ...stage, durationMs: 7, timeGrade: "probable" as const } : stage,
    );
    const request = { ...made, view: { ...made.view, stages } };
    return pageText(requestPage({ request, lines: [], host: null, causes: new Map() }, frame));
  };
  const marks = (text: string): number =>
    text.split("told by a record that is only probable</span>").length - 1;
  expect([page([]), page([2])].map(marks)).toEqual([0, 3]);
  expect(page([2])).toContain("? behind a time: told by a record that is only probable");
});
