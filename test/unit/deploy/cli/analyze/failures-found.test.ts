import { expect, test } from "vitest";
import { createFailuresFound } from "../../../../../deploy/cli/analyze/failures-found.ts";
import type { Finding } from "../../../../../processors/index.ts";
import type { Outcome } from "../../../../../processors/contract/index.ts";
import { requestOf } from "../../../processors/causes/request-of.ts";

const request = (outcome: Outcome): Finding => ({
  type: "request",
  request: { ...requestOf([]), outcome },
  claim: null,
});
const unbound = (kind: string): Finding => ({
  type: "unbound",
  evicted: 0,
  unbound: { records: 1, ambiguous: 0, byKind: new Map([[kind, 1]]) },
});

test.each([
  { name: "a failed request", findings: [request("failed")], code: 1 },
  {
    name: "a refusal that may be that of a request",
    findings: [request("unknown"), unbound("issue.denied")],
    code: 1,
  },
  {
    name: "a refusal, and all ends are known",
    findings: [request("succeeded"), unbound("issue.denied")],
    code: 0,
  },
  {
    name: "no refusal, and an end that is not known",
    findings: [request("unknown"), unbound("issue.issued")],
    code: 0,
  },
  { name: "nothing", findings: [], code: 0 },
])("the exit code after $name is $code, unless other requests were asked for", ({ findings, code }) => {
  const found = createFailuresFound(
    () => true,
    () => true,
  );
  const ofOthers = createFailuresFound(
    () => false,
    () => true,
  );
  for (const finding of findings) {
    found.take(finding);
    ofOthers.take(finding);
  }
  expect([found.exitCode(), ofOthers.exitCode()]).toEqual([code, 0]);
});
