import { expect, it } from "vitest";
import type { Observation } from "../../../../processors/contract/index.ts";
import { createJudge } from "../../../../processors/judge/judge.ts";
import { observed } from "../../../support/observed.ts";

const ofCa = observed("ca", "issue.issued", { host: "ca01", at: 1000, keys: { caRequestId: "ca01/7" } });
const ofServer = observed("ndes", "contact.unreadable", { host: "ndes01", at: 2000 });
const ofDevice = observed("windows-device", "profile.received", { host: "pc1", at: 3000 });

interface Known {
  readonly observations: readonly Observation[];
  readonly isOneOfMany?: boolean;
}

function told(host: string, { observations, isOneOfMany = true }: Known): readonly string[] {
  const judge = createJudge(null, isOneOfMany);
  judge.observe(observations);
  // A restart changes nothing of it.
  return createJudge(structuredClone(judge.save()), isOneOfMany)
    .problems(host, null)
    .map(({ cause }) => cause.id);
}

it("a CA in a partition without any NDES server is told of, whatever devices are there", () => {
  expect(told("ca01", { observations: [ofCa, ofDevice] })).toEqual(["host.ca-apart"]);
});

it.each([
  ["beside a server", "ca01", { observations: [ofCa, ofServer] }],
  ["a server without a CA", "ndes01", { observations: [ofServer] }],
  ["a device", "pc1", { observations: [ofCa, ofDevice] }],
  ["one process that has all there is", "ca01", { observations: [ofCa], isOneOfMany: false }],
])("nothing is told of: %s", (_, host, known) => {
  expect(told(host, known)).toEqual([]);
});
