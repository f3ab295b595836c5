import { isoTime } from "../../processors/contract/index.ts";
import type { Key, StageStatus, StoredRequest } from "../../processors/contract/index.ts";

/** What a made request is to be; the rest follows from its id. */
export interface Wish {
  readonly id: string;
  /** ms UTC; null: no record of it carries a time. */
  readonly started?: number | null;
  readonly isFinal?: boolean;
  readonly host?: string;
  readonly outcome?: StoredRequest["view"]["outcome"];
  readonly stage?: StoredRequest["view"]["stageReached"];
  readonly platform?: StoredRequest["view"]["platform"];
  readonly cause?: string | null;
  readonly keys?: readonly Key[];
  readonly changedAt?: number;
}

export const startOfTime: number = Date.UTC(2026, 10, 22, 6);

/** A small request with one record. */
export function madeRequest(wish: Wish): StoredRequest {
  const { id, started = startOfTime, isFinal = true, host = "ndes01", cause = null, keys = [] } = wish;
  const at = started === null ? null : isoTime(started);
  const stage = wish.stage ?? 6;
  return {
    view: {
      id,
      host,
      platform: wish.platform ?? "windows",
      generation: "legacy",
      startedAt: at,
      endedAt: null,
      outcome: wish.outcome ?? "succeeded",
      stageReached: stage,
      failedStage: null,
      keys: noKeys,
      stages: stageNumbers.map((number) => ({
        stage: number,
        status: statusOf(number, stage),
        at: number === 2 ? at : null,
        durationMs: number === 2 ? 12.5 : null,
        grade: number === 2 ? "exact" : null,
      })),
      cause: cause === null ? null : { id: cause, stage: 3, title: `About ${cause}` },
      evidence: [
        {
          path: `${host}/a.log`,
          offset: 7,
          length: 9,
          stage: 2,
          kind: "contact.pki-operation",
          at,
          grade: "exact",
        },
      ],
      candidates: [],
    },
    isFinal,
    keys,
    changedAt: wish.changedAt ?? started ?? 0,
    notes: [{ host, writer: "iis", fileId: "1", why: "it is the only one", text: `a line of ${id}` }],
    claim: cause === null ? null : { because: "it says so", alternatives: [] },
  };
}

const stageNumbers = [1, 2, 3, 4, 5, 6] as const;
export const noKeys: StoredRequest["view"]["keys"] = {
  transactionId: [],
  deviceId: [],
  userId: [],
  thumbprint: [],
  serialNumber: [],
  profileId: [],
  caRequestId: [],
  clientIp: [],
};

function statusOf(number: number, reached: number): StageStatus {
  return number <= reached ? "done" : "pending";
}
