import type { Observation } from "../contract/index.ts";
import type { LogRecord } from "../records/index.ts";
import { observeAndroid } from "./android.ts";
import { observeApple } from "./apple.ts";
import { observeEvent } from "./event.ts";
import { observeFreeText } from "./free-text.ts";
import { observeHttpErr } from "./httperr.ts";
import { observeIis } from "./iis.ts";
import type { ObserveContext } from "./observe-context.ts";
import { observePlugin } from "./plugin.ts";
import { observeStatusFile } from "./status-file.ts";
import { observeSvclog } from "./svclog.ts";

/**
 * Pushes what a record says in the vocabulary of the contract: nothing for records that have no part in SCEP, else one
 * observation. Depends on the record and the context alone.
 */
export function observe(record: LogRecord, context: ObserveContext, out: Observation[]): void {
  switch (record.format) {
    case "iis-w3c":
      return observeIis(record, context, out);
    case "cmtrace":
      return observePlugin(record, context, out);
    case "svclog":
      return observeSvclog(record, context, out);
    case "evtx":
    case "event-xml":
      return observeEvent(record, context, out);
    case "httperr":
      return observeHttpErr(record, context, out);
    case "status-file":
      return observeStatusFile(record, context, out);
    case "omadm":
      return observeAndroid(record, context, out);
    case "console":
      return observeApple(record, context, out);
    case "text":
      return observeFreeText(record, context, out);
  }
}
