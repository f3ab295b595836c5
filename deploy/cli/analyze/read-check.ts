import type { RejectReason } from "../../../processors/contract/index.ts";
import type { Finding } from "../../../processors/index.ts";
import { isLost } from "../lost.ts";

/** Whether anything was read, and all of it: "all is well" is said of nothing less. */
export interface ReadCheck {
  see(finding: Finding): void;
  /** A file or archive of the bundle that could not be used. */
  miss(reason: RejectReason): void;
  /** Failures that were found count more than what may be missing; without any, 2: the job could not be done. */
  exitCode(verdict: number): number;
}

export function createReadCheck(): ReadCheck {
  let records = 0;
  let isWhole = true;
  return {
    see: (finding) => {
      if (finding.type === "source") records += finding.source.records;
    },
    miss: (reason) => {
      if (isLost(reason)) isWhole = false;
    },
    exitCode: (verdict) => (verdict === 0 && (records === 0 || !isWhole) ? 2 : verdict),
  };
}
