import { expect, it } from "vitest";
import { renderWaterfall } from "../../../../deploy/cli/render/index.ts";
import { fromApi } from "../../../../deploy/cli/trace/from-api.ts";
import { claimCause } from "../../../../processors/causes/index.ts";
import { toApiDetail, toStoredRequest } from "../../../../processors/contract/index.ts";
import { causeById } from "../../../../processors/index.ts";
import { calm, evidenceOf, noon, requestOf } from "../../processors/causes/request-of.ts";

const request = requestOf(
  [
    evidenceOf({ kind: "contact.pki-operation", at: noon, resolutionMs: 1000, facts: { text: "a row" } }),
    evidenceOf({
      kind: "verify.failed",
      writer: "crp",
      outcome: "failed",
      trust: "zone-inferred",
      facts: { reason: "signing-certificate-missing", text: "it failed" },
    }),
  ],
  {
    keys: new Map([
      ["transactionId", ["A1"]],
      ["clientIp", ["10.0.0.7"]],
    ]),
  },
);
const claim = claimCause(request, calm);
const frame = { width: 100, colour: false };

it("a request that came by the API is shown as the one that never left the process", () => {
  const stored = toStoredRequest(request, claim, {
    pathOf: (id) => `${id}.log`,
    isFinal: true,
    changedAt: 0,
  });
  const traced = fromApi(toApiDetail(stored, ["line one", null]), causeById);
  const lines = new Map(
    request.evidence.map(({ observation }, index) => [observation, ["line one", "it failed"][index] ?? ""]),
  );
  const own = renderWaterfall(request, claim, {
    frame,
    lineOf: ({ observation }) => lines.get(observation) ?? "",
    pathOf: (id) => `${id}.log`,
  });
  expect(renderWaterfall(traced.request, traced.claim, { ...traced.quotes, frame })).toBe(own);
});

it("a candidate is shown by its place and why it is one, which is all that the API tells of it", () => {
  const rival = evidenceOf({ kind: "contact.pki-operation", at: noon, facts: { text: "another row" } });
  const doubtful = { ...request, candidates: [{ observation: rival.observation, why: "two requests fit" }] };
  const stored = toStoredRequest(doubtful, claim, {
    pathOf: (id) => `${id}.log`,
    isFinal: true,
    changedAt: 0,
  });
  const traced = fromApi(toApiDetail(stored, []), causeById);
  const text = renderWaterfall(traced.request, traced.claim, { ...traced.quotes, frame });
  const shown = text.slice(text.indexOf("CANDIDATES"));
  expect(shown).toContain(`? ${rival.observation.fileId}.log:${rival.observation.offset}`);
  expect(shown).toContain("two requests fit");
  expect(shown).not.toMatch(/no time|run\.note/);
});

it("a cause that this version does not know is shown by its title", () => {
  const stored = toStoredRequest(request, claim, { pathOf: (id) => id, isFinal: true, changedAt: 0 });
  const traced = fromApi(toApiDetail(stored, []), () => undefined);
  const text = renderWaterfall(traced.request, traced.claim, { ...traced.quotes, frame });
  expect(text).toContain(claim?.cause.title);
  expect(text).not.toMatch(/undefined|NaN/);
});

it.each([true, false])(
  "a request is said to be provisional until nothing can join it (final: %s)",
  (isFinal) => {
    const stored = toStoredRequest(request, claim, { pathOf: (id) => id, isFinal, changedAt: 0 });
    const traced = fromApi(toApiDetail(stored, []), causeById);
    const text = renderWaterfall(traced.request, traced.claim, { ...traced.quotes, frame });
    expect(text.includes("Provisional: more records may still join it")).toBe(!isFinal);
  },
);
