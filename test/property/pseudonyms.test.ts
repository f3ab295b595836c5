import fc from "fast-check";
import { expect, test } from "vitest";
import type { Commit, StoredRequest } from "../../processors/contract/index.ts";
import { createPartition } from "../../processors/partition/index.ts";
import type { PartitionOptions } from "../../processors/partition/index.ts";
import { createPseudonyms, disguise } from "../../processors/pseudonyms/index.ts";
import { simulate } from "../simulation/index.ts";
import { optionsFor } from "../support/live-partition.ts";
import { madeRequest } from "../support/made-requests.ts";
import { shipSimulation } from "../support/ship-simulation.ts";
import { smallScenario } from "../support/small-scenario.ts";

const pseudonyms = createPseudonyms({ users: true, devices: true, key: "a-key-of-the-test-0123456789" });

/** All texts in a value, whatever their place, in lower case. */
function textsOf(value: unknown): string {
  if (typeof value === "string") return `${value.toLowerCase()}\n`;
  if (typeof value !== "object" || value === null) return "";
  return Object.values(value).map(textsOf).join("");
}

const name = fc.oneof(fc.uuid(), fc.emailAddress(), fc.stringMatching(/^[ -~]{6,40}$/));

test("a hidden value stands nowhere in what is stored, wherever it stood before", () => {
  const around = fc.tuple(fc.string(), fc.constantFrom("lower", "upper", "as it is"), fc.string());
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), fc.array(around), (values, texts) => {
      const said = texts.map(([before, form, after], index) => {
        const value = values[index % values.length] ?? "";
        const forms = { lower: value.toLowerCase(), upper: value.toUpperCase(), "as it is": value };
        return `${before}${forms[form]}${after}`;
      });
      const stored = disguise(requestThatSays(values, said), pseudonyms);
      const all = textsOf({ ...stored, view: { ...stored.view, id: "", host: "" } });
      for (const value of values) expect(all).not.toContain(value.toLowerCase());
    }),
  );
});

function requestThatSays(values: readonly string[], said: readonly string[]): StoredRequest {
  const keys = values.map((value, index) => ({
    type: (["userId", "deviceId", "subject"] as const)[index % 3] ?? "userId",
    value,
  }));
  const made = madeRequest({
    id: "a",
    keys: [...keys, ...said.map((value) => ({ type: "statusFile" as const, value }))],
  });
  const [first] = made.view.evidence;
  const [note] = made.notes;
  const of = (type: string): readonly string[] =>
    keys.filter((key) => key.type === type).map(({ value }) => value);
  return {
    ...made,
    view: {
      ...made.view,
      keys: { ...made.view.keys, userId: of("userId"), deviceId: of("deviceId"), caRequestId: said },
      evidence: first === undefined ? [] : said.map((path) => ({ ...first, path })),
      candidates: said.map((path) => ({ path, offset: 0, length: 1, why: path })),
    },
    notes: note === undefined ? [] : said.map((text) => ({ ...note, text, why: text })),
    claim: { because: said.join(" "), alternatives: said.map((tellApart) => ({ cause: "a", tellApart })) },
  };
}

/** All that a partition commits of a simulated fleet, shown and final, but for its state. */
function storedOf(
  options: PartitionOptions,
  shipments: ReturnType<typeof shipSimulation>,
): readonly Commit[] {
  const partition = createPartition(options, null);
  const commits: Commit[] = [];
  for (const [index, shipment] of shipments.entries()) {
    partition.take([shipment]);
    if (index % 9 === 0) commits.push(partition.show(index).commit);
  }
  commits.push(partition.checkpoint("end", shipments.length));
  return commits.map((commit) => ({ ...commit, checkpoint: null }));
}

/** Each writer that names a user or a device is in one of these. */
const fleets = [
  "calm-legacy",
  "calm-unified-transaction",
  "failures",
  "device-logs",
  "ca-elsewhere",
] as const;

test.each(fleets)(
  "in the requests and hosts of the fleet %s no user and no device is left, and they are the same requests",
  (scenario) => {
    const simulation = simulate(smallScenario(scenario, 12), 3);
    const shipments = shipSimulation(simulation, { sliceBytes: 8192 });
    const options = optionsFor(simulation);
    const open = storedOf(options, shipments);
    const hidden = storedOf({ ...options, pseudonyms }, shipments);
    const requests = open.flatMap((commit) => commit.requests);
    const values = new Set(
      requests.flatMap(({ keys }) =>
        keys.filter(({ type }) => pseudonyms.hides(type)).map(({ value }) => value),
      ),
    );
    const all = textsOf(hidden);
    for (const value of values) expect(all).not.toContain(value.toLowerCase());
    expect(hidden.flatMap((commit) => commit.requests.map(({ view }) => view.id))).toEqual(
      requests.map(({ view }) => view.id),
    );
    expect(values.size).toBeGreaterThan(5);
  },
);
