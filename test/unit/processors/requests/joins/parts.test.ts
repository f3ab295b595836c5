import { describe, expect, it } from "vitest";
import { clusterOf } from "../../../../../processors/requests/cluster.ts";
import { pointFragment } from "../../../../../processors/requests/fragment.ts";
import type { Fragment, Role } from "../../../../../processors/requests/fragment.ts";
import { createHistory } from "../../../../../processors/requests/joins/history.ts";
import type { Entry } from "../../../../../processors/requests/joins/history.ts";
import { partsOf } from "../../../../../processors/requests/joins/parts.ts";
import type { Given } from "../../../../support/observed.ts";
import { inFiles, observed } from "../../../../support/observed.ts";

type Keys = NonNullable<Given["keys"]>;

function part(role: Role, at: number, keys: Keys = {}): Fragment {
  const [one] = inFiles([observed("other", "run.note", { at, keys, offset: at })]);
  if (one === undefined) throw new Error("unreachable");
  return pointFragment(role, one);
}

function attempt(at: number, keys: Keys = {}): Entry {
  const fragment = part("plugin-run", at, keys);
  return {
    cluster: clusterOf(fragment, "legacy", "a run"),
    fragment,
    weakly: false,
    caller: null,
    history: null,
  };
}

function alone(fragment: Fragment, more: Partial<Entry> = {}): Entry {
  return { cluster: null, fragment, weakly: false, caller: null, history: null, ...more };
}

/** By part: the times of its entries. */
function timesIn(entries: readonly Entry[]): number[][] {
  const first = Math.min(...entries.map(({ fragment }) => fragment.start));
  return partsOf({ ...createHistory(), entries: [...entries] }).map((one) =>
    one.entries.map(({ fragment }) => fragment.start - first),
  );
}

const [first, second] = [attempt(0), attempt(9, { serialNumber: "b" })];
const callOf = (at: number, keys: Keys): Entry =>
  alone(part("ca-request", at, keys), { caller: first.fragment });

describe("a history that time has joined", () => {
  it("stays one where no identifier says whose it is", () => {
    expect(timesIn([first, callOf(5, { caRequestId: "ca01/7" })])).toEqual([[0, 5]]);
  });

  it("is two where what the CA logged is another attempt's by an identifier", () => {
    expect(timesIn([first, callOf(5, { serialNumber: "b" }), second])).toEqual([[0], [5, 9]]);
  });

  it("stays one where they share the key only: who tries again has that again", () => {
    const again = attempt(9, { publicKeyHash: "k" });
    expect(timesIn([first, callOf(5, { publicKeyHash: "k" }), again])).toEqual([[0, 5, 9]]);
  });

  it("leaves an upload with those who wait for it", () => {
    const device = { deviceId: "d" };
    const [due, other] = [attempt(1, device), attempt(2, { deviceId: "e" })];
    due.cluster?.members.push({ fragment: part("crp-notify", 1, device), grade: "exact", why: "" });
    const upload = alone(part("upload", 12, device), { weakly: true });
    const call = alone(part("ca-request", 5, { serialNumber: "b" }), { caller: other.fragment });
    expect(timesIn([other, call, second, due, upload])).toEqual([[1], [4, 8], [0, 11]]);
  });
});

it("a history that only identifiers have joined is given back as it is", () => {
  const history = { ...createHistory(), entries: [first, second] };
  expect(partsOf(history)).toEqual([history]);
});
