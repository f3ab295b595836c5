import type { Observation } from "../contract/index.ts";
import type { SvclogRecord } from "../records/index.ts";
import { isCrpText, observeCrp } from "./crp.ts";
import { quoteText } from "./kept-text.ts";
import { noKeys, toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";
import { observeUploader } from "./uploader.ts";

/**
 * A service trace is told by the source that its records name, then by the name of the file, then by its process: all
 * of them are the same for a whole file, so that one thread never has two writers. The registration point runs
 * in a web worker. Texts decide only when none tells.
 */
export function observeSvclog(record: SvclogRecord, context: ObserveContext, out: Observation[]): void {
  writerOf(record, context)(record, context, out);
}

function writerOf(record: SvclogRecord, context: ObserveContext): typeof observeCrp {
  if (record.source === "CertificateRegistrationPoint") return observeCrp;
  if (record.source === "NDESConnector") return observeUploader;
  const name = `${record.source}\n${context.file.path}`.toLowerCase();
  if (name.includes("certificateregistrationpoint") || name.includes("certregpoint")) return observeCrp;
  if (name.includes("ndesconnector_") || record.source.toLowerCase().includes("ndesconnector"))
    return observeUploader;
  const process = record.process.toLowerCase();
  if (process.startsWith("ndesconnector")) return observeUploader;
  if (process === "w3wp" || process === "w3wp.exe") return observeCrp;
  return isCrpText(record.text) ? observeCrp : observeOther;
}

/** The trace of some other program: kept as evidence of what its threads did. */
function observeOther(record: SvclogRecord, context: ObserveContext, out: Observation[]): void {
  const facts = { text: quoteText(record.text) };
  out.push(
    toObservation(record, context, {
      writer: "other",
      kind: "run.note",
      stage: 0,
      outcome: "none",
      keys: noKeys,
      facts,
    }),
  );
}
