import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { claimCause } from "../../../../processors/causes/index.ts";
import { AnalysisSchema, analysisJsonSchema } from "../../../../processors/contract/analysis-schema.ts";
import { isoTime, toAnalysisRequest, trustOfMoment } from "../../../../processors/contract/index.ts";
import type { Analysis, AnalysisRequest, KeyType, TimeTrust } from "../../../../processors/contract/index.ts";
import { calm, evidenceOf, noon, observationOf, requestOf } from "../causes/request-of.ts";

const request = requestOf(
  [
    evidenceOf({
      kind: "contact.pki-operation",
      resolutionMs: 1000,
      durationMs: 1296,
      facts: { status: 200 },
    }),
    evidenceOf({ kind: "verify.refused", writer: "ndes", outcome: "failed", at: noon + 0.75, offset: 9 }),
    evidenceOf({ kind: "run.note", writer: "crp", at: null, trust: "none" }),
  ],
  {
    keys: new Map<KeyType, readonly string[]>([
      ["deviceId", ["b", "a"]],
      ["activityId", ["not in the contract"]],
    ]),
    candidates: [
      { observation: observationOf({ kind: "verify.call", offset: 77 }), why: "two requests fit" },
    ],
  },
);
const json = toAnalysisRequest(request, claimCause(request, calm), (fileId) => `logs/${fileId}`);

const analysis: Analysis = {
  version: 1,
  sources: [
    {
      path: "IIS/u_ex261122.log",
      format: "iis-w3c",
      host: "ndes01",
      records: 3,
      rejected: 1,
      bytes: 400,
      first: isoTime(noon),
      last: null,
    },
  ],
  requests: [json],
  hosts: [{ host: "ndes01", problems: [{ cause: "report.stuck-in-processing", count: 3, oldest: null }] }],
  unbound: { records: 2, byKind: { "verify.call": 2 } },
  rejected: [{ path: "IIS/u_ex261122.log", offset: 5, length: 10, reason: "record.torn" }],
};

const byAjv = new Ajv2020({ strict: false }).compile({ ...analysisJsonSchema() });

describe("analyze --json", () => {
  it("writes a request as the contract says", () => {
    expect(json).toMatchObject({
      id: "r1",
      startedAt: "2026-11-22T10:14:07.000Z",
      outcome: "failed",
      failedStage: 3,
      cause: { id: "verify.refused", stage: 3 },
      candidates: [{ path: "logs/f1", offset: 77, length: 120, why: "two requests fit" }],
    });
    expect(json.stages.map((each) => each.stage)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(json.evidence.map((each) => [each.kind, each.stage, each.at, each.offset])).toEqual([
      ["contact.pki-operation", 2, "2026-11-22T10:14:07.000Z", 4096],
      ["verify.refused", 3, "2026-11-22T10:14:07.000Z", 9],
      ["run.note", 3, null, 4096],
    ]);
  });

  it("names all keys of the contract, sorted, and no other", () => {
    expect(Object.keys(json.keys)).toEqual([
      "transactionId",
      "deviceId",
      "userId",
      "thumbprint",
      "serialNumber",
      "profileId",
      "caRequestId",
      "clientIp",
    ]);
    expect(json.keys.deviceId).toEqual(["a", "b"]);
    expect(json.keys.userId).toEqual([]);
  });

  it("is the same text for the same request", () => {
    expect(
      JSON.stringify(toAnalysisRequest(request, claimCause(request, calm), (fileId) => `logs/${fileId}`)),
    ).toBe(JSON.stringify(json));
  });

  it("obeys its schema, in this program and in any other", () => {
    expect(AnalysisSchema.safeParse(analysis).success).toBe(true);
    expect(byAjv(analysis), JSON.stringify(byAjv.errors)).toBe(true);
  });

  it.each([
    ["another version", { ...analysis, version: 2 }],
    ["an unknown field", { ...analysis, extra: 1 }],
    ["an unknown outcome", { ...analysis, requests: [{ ...json, outcome: "lost" }] }],
    ["five stages", { ...analysis, requests: [{ ...json, stages: json.stages.slice(1) }] }],
    [
      "a time without milliseconds",
      { ...analysis, requests: [{ ...json, startedAt: "2026-11-22T10:14:07Z" }] },
    ],
    [
      "a negative offset",
      { ...analysis, rejected: [{ path: "p", offset: -1, length: 1, reason: "record.torn" }] },
    ],
    [
      "an unknown reason",
      { ...analysis, rejected: [{ path: "p", offset: 0, length: 1, reason: "bad luck" }] },
    ],
    ["an unknown kind", { ...analysis, unbound: { records: 1, byKind: { "verify.wished": 1 } } }],
  ])("refuses %s", (_name, wrong) => {
    expect(AnalysisSchema.safeParse(wrong).success).toBe(false);
    expect(byAjv(wrong)).toBe(false);
  });
});

describe("a time on a local clock", () => {
  const timed = (...trusts: readonly TimeTrust[]): AnalysisRequest => {
    const kinds = ["contact.pki-operation", "verify.refused", "run.note"] as const;
    const evidence = trusts.map((trust, index) =>
      evidenceOf({ kind: kinds[index] ?? "run.note", trust, at: trust === "none" ? null : noon }),
    );
    return toAnalysisRequest(requestOf(evidence), null, String);
  };
  const trustsOf = ({ trust, stages, evidence }: AnalysisRequest): readonly unknown[] => [
    trust,
    stages.flatMap((stage) => (stage.trust === undefined ? [] : [[stage.stage, stage.trust]])),
    evidence.map((each) => each.trust),
  ];

  it("is told as that beside the record, its stage and its request, the worst first; it is in the contract", () => {
    const doubtful = timed("zone-inferred", "zone-unknown", "zone-doubtful");
    expect(trustsOf(doubtful)).toEqual([
      "zone-unknown",
      [
        [2, "zone-inferred"],
        [3, "zone-unknown"],
      ],
      ["zone-inferred", "zone-unknown", "zone-doubtful"],
    ]);
    const [source] = analysis.sources;
    const whole = { ...analysis, sources: [{ ...source, clock: "local" }], requests: [doubtful] };
    expect([AnalysisSchema.safeParse(whole).success, byAjv(whole)]).toEqual([true, true]);
  });

  it("leaves the others alone, and those that need no word have none", () => {
    expect(trustsOf(timed("utc", "zone-unknown", "none"))).toEqual([
      "zone-unknown",
      [[3, "zone-unknown"]],
      [undefined, "zone-unknown", undefined],
    ]);
    expect(JSON.stringify(timed("utc", "zone-given", "none"))).not.toContain("trust");
  });
});

describe("a moment", () => {
  const records = [
    { at: noon + 2000, resolutionMs: 1000, durationMs: 1500, trust: "utc" },
    { at: noon + 500.7, resolutionMs: 1, durationMs: -1, trust: "zone-unknown" },
    { at: noon + 900, resolutionMs: 1, durationMs: -1, trust: "zone-inferred" },
  ] as const;

  it.each([
    ["of the end of a call in UTC", noon + 2000, null],
    ["of a local record, in whole milliseconds, at which a call in UTC began, too", noon + 500, null],
    ["of a local record", noon + 900, "zone-inferred"],
    ["of none of them, which may be of any", noon + 1, "zone-unknown"],
  ])("%s stands on that", (_what, moment, trust) => {
    expect(trustOfMoment(isoTime(moment), records)).toBe(trust);
  });

  it("that is not known has no doubt", () => {
    expect(trustOfMoment(null, records)).toBe(null);
  });
});

describe("times", () => {
  it.each([
    0,
    -1,
    951_782_399_999,
    951_868_800_000,
    1_709_164_800_000,
    4_102_444_800_000,
    -62_135_596_800_000,
    noon,
  ])("reads %d as everybody does", (ms) => {
    expect(isoTime(ms)).toBe(new Date(ms).toISOString());
  });

  it("cuts fractions of a millisecond", () => {
    expect(isoTime(noon + 0.75)).toBe("2026-11-22T10:14:07.000Z");
  });
});
