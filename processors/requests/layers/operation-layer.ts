import type { Observation } from "../../contract/index.ts";
import type { Fragment } from "../fragment.ts";
import { toleranceMaxMs } from "./layer.ts";
import type { Layer } from "./layer.ts";
import type { Row } from "./row-ends.ts";
import { spanOf } from "./span.ts";
import type { Span } from "./span.ts";

/** Messages other than a request for a certificate cause no run. */
const requestTypes: ReadonlySet<string> = new Set(["17", "19"]);
/** Refused before NDES saw the message. */
const refusedStatuses: ReadonlySet<number> = new Set([404, 411, 413, 414, 503]);

/** The runs of the policy module inside of the device's PKIOperation calls. A call may have no run; a run must have its call, unless it has died with its process. */
export function operationLayer(
  runs: readonly Fragment[],
  side: { readonly rows: readonly Row[]; readonly bounds: (row: Row) => Span },
  must: (run: Fragment) => boolean,
): Layer {
  const { rows, bounds } = side;
  const runKeys = runs.map((run) => transactionOf(run.observations));
  const rowKeys = rows.map((row) => transactionOf([row.observation]));
  return {
    queued: true,
    smallMarginNats: 1.2,
    inner: {
      spans: runs.map((run) => spanOf(run.start, run.end)),
      must: runs.map((run) => must(run)),
      whole: runs.map((run) => run.whole),
    },
    outer: {
      spans: rows.map((row) => bounds(row)),
      must: new Array<boolean>(rows.length).fill(false),
      whole: new Array<boolean>(rows.length).fill(true),
    },
    agrees: (inner, outer) => {
      const observation = rows[outer]?.observation;
      if (observation === undefined || !mayHoldRun(observation)) return false;
      const a = runKeys[inner] ?? "";
      const b = rowKeys[outer] ?? "";
      return a === "" || b === "" || a === b;
    },
  };
}

/** Whether a call can have lasted from before the beginning of a run to behind its end. */
export function mayHold({ endFrom, endTo, lengthMs }: Span, { start, end }: Fragment): boolean {
  return Math.max(endFrom, end) <= Math.min(endTo, start + lengthMs) + toleranceMaxMs;
}

/** A row that can have caused a run of the policy module. */
export function mayHoldRun(observation: Observation): boolean {
  const { messageType, status } = observation.facts;
  if (messageType !== undefined && !requestTypes.has(messageType)) return false;
  return status === undefined || !refusedStatuses.has(status);
}

/** The run came to its own end, so the call around it has ended or will end soon. */
export function hasEnded(run: Fragment): boolean {
  return run.observations.some((one) => one.kind === "verify.finished" || one.kind === "report.finished");
}

function transactionOf(observations: readonly Observation[]): string {
  for (const observation of observations) {
    const key = observation.keys.find((one) => one.type === "transactionId");
    if (key !== undefined) return key.value;
  }
  return "";
}
