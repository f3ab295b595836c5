import type { Unreadable } from "../../../collectors/index.ts";
import type { Finding } from "../../../processors/index.ts";
import { createLosses } from "../lost.ts";

/** Whether anything was read, and all of it: "all is well" is said of nothing less. */
export interface ReadCheck {
  see(finding: Finding): void;
  /** A file or archive of the bundle that could not be used. */
  miss(unreadable: Unreadable): void;
  /** Logs and archives that were not read, or not enough of them. */
  readonly lost: () => number;
  /** Failures that were found count more than what may be missing; without any, 2: the job could not be done. */
  exitCode(verdict: number): number;
}

export function createReadCheck(): ReadCheck {
  let records = 0;
  const losses = createLosses();
  return {
    see: (finding) => {
      if (finding.type === "rejected") losses.addRejected(finding.reason, finding.file.path);
      if (finding.type !== "source") return;
      records += finding.source.records;
      losses.addSource(finding.source);
    },
    lost: losses.count,
    miss: ({ reason, path }) => losses.addRejected(reason, path),
    exitCode: (verdict) => (verdict === 0 && (records === 0 || losses.count() > 0) ? 2 : verdict),
  };
}
