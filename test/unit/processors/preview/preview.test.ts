import { describe, expect, test } from "vitest";

import type { Observation, Request } from "../../../../processors/contract/index.ts";
import { createPreview, previewLimits } from "../../../../processors/preview/index.ts";
import type { Preview } from "../../../../processors/preview/index.ts";
import { simulate } from "../../../simulation/index.ts";
import { requestsOf } from "../../../support/feed-book.ts";
import { inFiles, legacyRequest } from "../../../support/observed.ts";
import { observeSimulation } from "../../../support/observe-simulation.ts";
import { smallScenario } from "../../../support/small-scenario.ts";

/** What the preview shows, as a reader of its changes sees it. */
class Screen {
  readonly shown = new Map<string, Request>();
  follow(preview: Preview): void {
    for (let isMore = true; isMore;) {
      const change = preview.refresh();
      for (const { id } of change.gone) this.shown.delete(id);
      for (const request of change.requests) this.shown.set(request.id, request);
      ({ isMore } = change);
    }
  }
}

function observationsOf(name: Parameters<typeof smallScenario>[0], count: number): Observation[] {
  const files = observeSimulation(simulate(smallScenario(name, count), 1));
  return files.flatMap(({ observations }) => observations).toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

/** As it comes in: what was logged in the same quarter of a second together. */
function inPortions(observations: readonly Observation[]): Observation[][] {
  return [...Map.groupBy(observations, ({ at }) => Math.floor((at ?? 0) / 250)).values()];
}

const placesOf = ({ evidence }: Request): string =>
  evidence.map(({ observation: { fileId, offset } }) => `${fileId}:${offset}`).join(" ");

test("what is logged of one side only so far takes no request apart that has both", () => {
  const requests = Array.from({ length: 16 }, (_, index) =>
    legacyRequest(String(index), index * 1000, String(index)),
  );
  // IIS has not written yet what it answered last.
  const known = requests.flatMap((records, index) =>
    index < 10 ? records : records.filter(({ writer }) => writer !== "iis"),
  );
  const preview = createPreview();
  preview.add(inFiles(known));
  while (preview.refresh().isMore);
  const whole = [...preview.requests()].filter(({ evidence }) => evidence.length === requests[0]?.length);
  expect(whole).toHaveLength(10);
});

describe.each(["calm-legacy", "calm-unified-transaction", "failures", "device-logs"] as const)(
  "%s",
  (name) => {
    const observations = observationsOf(name, 60);
    const finals = requestsOf(observations);
    const preview = createPreview();
    const screen = new Screen();
    for (const portion of inPortions(observations)) {
      preview.add(portion);
      screen.follow(preview);
    }

    test("a reader of the changes sees what is shown", () => {
      expect([...screen.shown.keys()].toSorted()).toEqual(
        [...preview.requests()].map(({ id }) => id).toSorted(),
      );
    });

    test("nearly all requests are shown as they will finally be, and few that will not", () => {
      const shown = new Set([...screen.shown.values()].map((request) => placesOf(request)));
      const same = finals.filter((request) => shown.has(placesOf(request)));
      expect(same.length / finals.length).toBeGreaterThan(0.85);
      expect(Math.abs(screen.shown.size - finals.length) / finals.length).toBeLessThan(0.05);
    });

    test("what is over is not decided again with each record that comes later", () => {
      // Each portion with all before it within half a minute would be some hundred times as many.
      expect(preview.decided() / observations.length).toBeLessThan(25);
    });

    test("a final request takes the place of what was shown with its records", () => {
      const bound = new Set(finals.flatMap(({ evidence }) => evidence.map(({ observation }) => observation)));
      const unbound = observations.filter((observation) => !bound.has(observation));
      const ids = new Set(finals.map(({ id }) => id));
      for (const { id, successor } of preview.settle(finals, unbound)) {
        expect(screen.shown.has(id)).toBe(true);
        expect(successor === null || ids.has(successor)).toBe(true);
      }
      screen.follow(preview);
      expect([...preview.requests()]).toEqual([]);
    });
  },
);

test("beyond its room the oldest is shown no more, which is counted", () => {
  const observations = observationsOf("calm-legacy", 60);
  const preview = createPreview({ ...previewLimits, observationsMax: 500 });
  const screen = new Screen();
  for (const portion of inPortions(observations)) {
    preview.add(portion);
    screen.follow(preview);
  }
  // Most of what is in no request any more that is shown.
  const left = [...preview.requests()].reduce((sum, { evidence }) => sum + evidence.length, 0);
  expect(preview.dropped()).toBeGreaterThan(observations.length - left - 500);
  expect(screen.shown.size).toBeLessThan(30);
  expect([...screen.shown.keys()].toSorted()).toEqual([...preview.requests()].map(({ id }) => id).toSorted());
});

test("records that belong to nothing take what was shown of them along", () => {
  const observations = observationsOf("calm-legacy", 60);
  const preview = createPreview();
  const screen = new Screen();
  preview.add(observations);
  screen.follow(preview);
  const gone = preview.settle([], observations);
  expect(gone.map(({ id }) => id).toSorted()).toEqual([...screen.shown.keys()].toSorted());
  expect([...preview.requests()]).toEqual([]);
});

test("hosts take turns: the one that logs most does not keep the others waiting", () => {
  const observations = observationsOf("calm-legacy", 40);
  const preview = createPreview({ ...previewLimits, decidedMax: 1 });
  const quiet = observations.slice(600, 900).map((one) => ({ ...one, host: "quiet" }));
  preview.add(quiet);
  const hosts = new Set<string>();
  for (let look = 0; look < 3; look += 1) {
    preview.add(observations.slice(look * 100, look * 100 + 100));
    for (const { host } of preview.refresh().requests) hosts.add(host);
  }
  expect(hosts).toContain("quiet");
  expect(hosts).toContain("ndes01");
});
