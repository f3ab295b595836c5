import {
  ATTR_CLIENT_ADDRESS,
  ATTR_ERROR_TYPE,
  ERROR_TYPE_VALUE_OTHER,
} from "@opentelemetry/semantic-conventions";
import type { AnalysisRequest, Grade, StoredRequest } from "../contract/index.ts";
import type { TraceAttributes, TraceSpan } from "./span.ts";

/** What a span says of its request as a whole. */
export function requestAttributes({ view, claim }: StoredRequest): TraceAttributes {
  return {
    "scep.request.id": view.id,
    "scep.outcome": view.outcome,
    "scep.platform": view.platform,
    "scep.generation": view.generation,
    "scep.stage.reached": view.stageReached,
    ...(view.failedStage === null ? {} : { "scep.stage.failed": view.failedStage }),
    "scep.stages": view.stages.map(({ status }) => status),
    "scep.grade": leastSure(view.evidence.map(({ grade }) => grade)),
    ...errorAttributes(view, view.outcome === "failed"),
    ...causeAttributes(view),
    ...(claim === null ? {} : { "scep.cause.because": claim.because }),
    ...keyAttributes(view.keys),
    "scep.evidence.records": view.evidence.length,
    "scep.candidates": view.candidates.length,
  };
}

export function causeAttributes({ cause }: AnalysisRequest): TraceAttributes {
  return cause === null ? {} : { "scep.cause.id": cause.id, "scep.cause.title": cause.title };
}

export function errorAttributes({ cause }: AnalysisRequest, isFailed: boolean): TraceAttributes {
  return isFailed ? { [ATTR_ERROR_TYPE]: cause?.id ?? ERROR_TYPE_VALUE_OTHER } : {};
}

export function requestStatus({
  outcome,
  cause,
  failedStage,
}: AnalysisRequest): Pick<TraceSpan, "status" | "message"> {
  if (outcome === "succeeded") return { status: "ok", message: "" };
  if (outcome !== "failed") return { status: "unset", message: "" };
  return {
    status: "error",
    message: cause?.title ?? (failedStage === null ? "failed" : `failed in stage ${failedStage}`),
  };
}

const sureness: readonly Grade[] = ["probable", "exact", "key"];

function leastSure(grades: readonly Grade[]): Grade {
  return sureness.find((grade) => grades.includes(grade)) ?? "key";
}

/** Of each identifier so many values at most. */
const valuesMax = 16;

function keyAttributes(keys: AnalysisRequest["keys"]): TraceAttributes {
  const lists = [
    ["scep.transaction.id", keys.transactionId],
    ["scep.certificate.thumbprint", keys.thumbprint],
    ["scep.certificate.serial_number", keys.serialNumber],
    ["scep.profile.id", keys.profileId],
    ["scep.ca.request_id", keys.caRequestId],
  ] as const;
  const firsts = [
    [ATTR_CLIENT_ADDRESS, keys.clientIp[0]],
    ["user.id", keys.userId[0]],
    ["device.id", keys.deviceId[0]],
  ] as const;
  return {
    ...Object.fromEntries(
      lists
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => [name, values.slice(0, valuesMax)]),
    ),
    ...Object.fromEntries(firsts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  };
}
