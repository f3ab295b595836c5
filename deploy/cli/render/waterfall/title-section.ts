import type { Claim, KeyType, Request } from "../../../../processors/contract/index.ts";
import { prose } from "../canvas.ts";
import type { Canvas } from "../canvas.ts";
import { escapeText } from "../escape-text.ts";
import { clockTime, duration } from "../figures.ts";
import { outcomeMarks, stageNames } from "../stage-marks.ts";
import { fit, padEnd } from "../text-width.ts";

/** What became of it, whose it is, and every name it has. */
export function titleSection(request: Request, claim: Claim | null, canvas: Canvas): readonly string[] {
  const mark = outcomeMarks[request.outcome];
  return [
    ...prose(`${mark.sign} `, `Request ${sentence(request)}`, canvas).map((line) =>
      canvas.paint(mark.style, line),
    ),
    ...(claim === null
      ? []
      : prose("  ", claim.cause.title, canvas).map((line) => canvas.paint("bold", line))),
    ...prose("  ", whose(request), canvas).map((line) => canvas.paint("dim", line)),
    "",
    ...names(request, canvas),
  ];
}

function sentence(request: Request): string {
  if (request.outcome === "succeeded") return "succeeded";
  const reached =
    request.stageReached === 0
      ? ""
      : `; it reached stage ${request.stageReached}, ${stageNames[request.stageReached]}`;
  if (request.outcome === "open") return `is still open${reached}`;
  if (request.outcome === "unknown") return `has no known end${reached}`;
  return request.failedStage === null
    ? "failed"
    : `failed in stage ${request.failedStage} of 6, ${stageNames[request.failedStage]}`;
}

function whose(request: Request): string {
  const { startedAt, endedAt } = request;
  return [
    escapeText(request.host) || "host not named",
    request.platform === "unknown" ? "device of unknown kind" : request.platform,
    request.generation === "unknown" ? "" : `${request.generation} connector`,
    startedAt === null ? "time not known" : `${clockTime(startedAt)} UTC`,
    startedAt !== null && endedAt !== null ? duration(endedAt - startedAt) : "",
  ]
    .filter((each) => each !== "")
    .join(" · ");
}

const valuesShownMax = 4;

function names(request: Request, canvas: Canvas): readonly string[] {
  const lines = [nameLine("id", request.id, canvas)];
  for (const [type, label] of labels) {
    const values = (request.keys.get(type) ?? []).toSorted();
    for (const value of values.slice(0, valuesShownMax)) lines.push(nameLine(label, value, canvas));
    if (values.length > valuesShownMax)
      lines.push(nameLine("", `… and ${values.length - valuesShownMax} more`, canvas));
  }
  return lines;
}

const labelWidth = 15;

function nameLine(label: string, value: string, canvas: Canvas): string {
  return `  ${canvas.paint("dim", padEnd(label, labelWidth))} ${fit(escapeText(value), canvas.width - labelWidth - 3)}`;
}

const labels: readonly (readonly [KeyType, string])[] = [
  ["transactionId", "transaction"],
  ["deviceId", "device"],
  ["userId", "user"],
  ["profileId", "profile"],
  ["thumbprint", "thumbprint"],
  ["serialNumber", "serial number"],
  ["caRequestId", "CA request"],
  ["activityId", "activity"],
  ["connectorRequestId", "connector id"],
  ["deviceAttempt", "device attempt"],
  ["statusFile", "status file"],
  ["publicKeyHash", "public key"],
  ["clientIp", "client address"],
  ["userAgent", "user agent"],
  ["subject", "subject"],
];
