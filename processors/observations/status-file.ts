import type { Key, Observation } from "../contract/index.ts";
import { copyText } from "../records/index.ts";
import type { StatusRecord } from "../records/index.ts";
import { addKey } from "./keys.ts";
import { addNamedKeys } from "./named-keys.ts";
import { toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";

/**
 * One file of CertificateRequestStatus. Its folder is its state: Processing until it is uploaded, then Succeed or Failed.
 * Its name joins it to the registration point's `Dropping file`, its content (CertificateSerialNumber, UserID, DeviceID,
 * Thumbprint; syntax not published) to the certificate.
 */
export function observeStatusFile(record: StatusRecord, context: ObserveContext, out: Observation[]): void {
  const keys: Key[] = [];
  if (record.fileName !== "") addKey(keys, "statusFile", `${context.host}/${record.fileName.toUpperCase()}`);
  addNamedKeys(keys, record.values);
  const facts = { folder: record.folder, fileName: copyText(record.fileName.slice(0, 260)) };
  const outcome = outcomes[record.folder];
  out.push(
    toObservation(record, context, {
      writer: "status-file",
      kind: "report.status-file",
      stage: 6,
      outcome,
      keys,
      facts,
    }),
  );
}

const outcomes = { processing: "pending", succeed: "ok", failed: "failed", unknown: "none" } as const;
